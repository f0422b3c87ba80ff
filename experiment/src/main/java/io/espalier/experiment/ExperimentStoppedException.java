// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment;

import io.espalier.base.EspalierException;
import java.nio.file.Path;

/** A lab was asked to stop before its end. */
public class ExperimentStoppedException extends EspalierException {
    private static final long serialVersionUID = 1;

    public ExperimentStoppedException(Path checkpoint) {
        super(Kind.FAILED_WORK, "stopped; the current model is in " + checkpoint + "; use --resume to continue");
    }
}
