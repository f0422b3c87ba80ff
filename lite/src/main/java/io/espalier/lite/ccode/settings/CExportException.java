// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.settings;

import io.espalier.base.EspalierException;

/** A model that cannot become C, or a setting that is no C. Names every obstacle and what to do. */
public final class CExportException extends EspalierException {
    private static final long serialVersionUID = 1;

    public CExportException(String message) {
        super(Kind.BAD_INPUT, message);
    }
}
