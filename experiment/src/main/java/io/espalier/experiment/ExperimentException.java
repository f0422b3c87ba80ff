// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment;

import io.espalier.base.EspalierException;
import java.nio.file.Path;

/** Thrown if an experiment cannot run as requested, or was stopped. The message says why and what to do. */
public class ExperimentException extends EspalierException {
    private static final long serialVersionUID = 1;

    /** An exception with a message that says why the experiment cannot run and what to do. */
    public ExperimentException(String message) {
        super(Kind.BAD_USE, message);
    }

    private ExperimentException(Kind kind, String message) {
        super(kind, message);
    }

    /** Thrown if an experiment was asked to stop before its end. */
    public static final class Stopped extends ExperimentException {
        private static final long serialVersionUID = 1;

        /** @param checkpoint the file that holds the model as it is now */
        public Stopped(Path checkpoint) {
            this("stopped; the current model is in " + checkpoint + "; use --resume to continue");
        }

        /** @param message says what is done, and how to go on */
        public Stopped(String message) {
            super(Kind.FAILED_WORK, message);
        }
    }
}
