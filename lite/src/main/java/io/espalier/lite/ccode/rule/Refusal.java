// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.rule;

import io.espalier.base.EspalierException;

/** An operator that cannot become C: why, and what to do instead. {@link Rules} collects them. */
final class Refusal extends EspalierException {
    private static final long serialVersionUID = 1;

    Refusal(String reason, String remedy) {
        super(Kind.BAD_INPUT, reason + "; " + remedy);
    }
}
