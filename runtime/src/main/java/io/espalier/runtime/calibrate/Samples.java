// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.calibrate;

import io.espalier.base.ProgressListener;
import io.espalier.lite.calibrate.CalibrationException;
import java.util.List;
import java.util.function.Supplier;

/** Samples for models of some kind. */
sealed interface Samples permits DatasetSamples, NamedSamples {
    /** Looks at the tensors that some of the samples make. */
    @FunctionalInterface
    interface Viewer {
        /** One for each tensor that the graph has exposed. */
        List<CalibrationPass.Sight> sights();
    }

    String description();

    /** How many, or {@link ProgressListener#UNKNOWN}. */
    long size();

    /**
     * Runs all samples; consecutive parts of them may be run by a thread each.
     *
     * @param viewers makes one for each part
     * @return the viewers in the order of the parts, the first of which is never empty
     * @throws CalibrationException if there are no samples, or they do not fit the model
     */
    <T extends Viewer> List<T> run(SampleRuns runs, Supplier<T> viewers);

    /**
     * Runs one of several parts, in the batches in which one thread would run all of them.
     *
     * @param part its number, from 0
     * @return which samples those were
     * @throws CalibrationException as {@link #run}, and if these samples cannot be cut into parts
     */
    <T extends Viewer> Stretch runPart(SampleRuns runs, int part, int parts, T viewer);

    /** Samples by their numbers, {@code from} (inclusive) to {@code to} (exclusive). */
    record Stretch(int from, int to) {}
}
