// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment;

import io.espalier.base.EspalierException;

/** An experiment that cannot be done as it was asked for. Says why, and what to do. */
public class ExperimentException extends EspalierException {
    private static final long serialVersionUID = 1;

    public ExperimentException(String message) {
        super(Kind.BAD_USE, message);
    }
}
