// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.runs;

import io.espalier.base.EspalierException;

/** A run file cannot be read, or what it names is not there. The message names the file. */
public final class RunFileException extends EspalierException {
    private static final long serialVersionUID = 1;

    /** An exception with a message that says what to do. */
    public RunFileException(String message) {
        super(Kind.BAD_INPUT, message);
    }
}
