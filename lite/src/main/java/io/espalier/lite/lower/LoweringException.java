// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.lower;

import io.espalier.base.EspalierException;
import io.espalier.model.Node;

/** A layer that TFLite has no operators for as it is. Names the layer, its kind and the reason. */
public final class LoweringException extends EspalierException {
    private static final long serialVersionUID = 1;

    public LoweringException(String message) {
        super(Kind.FAILED_WORK, message);
    }

    static LoweringException of(Node node, String why) {
        return new LoweringException(
                "layer '" + node.name() + "' (" + node.layer().kind() + ") cannot be converted to TFLite: " + why);
    }
}
