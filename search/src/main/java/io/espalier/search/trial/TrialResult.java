// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.trial;

import java.io.Serializable;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What came of a trial.
 *
 * @param trial the trial
 * @param key the SHA-256 of all that its file follows from; in the store, its file is {@code trials/KEY.tflite}
 * @param error why there is no file; null if there is one
 * @param figures what was measured of the file, by name: {@code bytes}, {@code gzip_bytes}, the metrics of the task on the selection part such as
 *     {@code accuracy}, and {@code flash} and {@code arena} where they were asked for; empty if there is none
 * @param sha256 of the file; empty if there is none
 * @param right for each example of the selection part whether the answer is the right class; null where answers are no classes
 * @param trainedSteps how many training steps were done for it now; those of steps that were there already do not count
 * @param seconds how long it took now
 */
public record TrialResult(
        Trial trial,
        String key,
        @Nullable String error,
        Map<String, Double> figures,
        String sha256,
        @Nullable BitSet right,
        long trainedSteps,
        double seconds)
        implements Serializable {
    private static final long serialVersionUID = 1;

    public TrialResult {
        figures = new LinkedHashMap<>(figures);
        right = right == null ? null : (BitSet) right.clone();
    }

    /** The result of a trial that failed. */
    public static TrialResult failed(Trial trial, String key, String error, long trainedSteps, double seconds) {
        return new TrialResult(trial, key, error, Map.of(), "", null, trainedSteps, seconds);
    }

    /** A copy of what was measured, in order. */
    @Override
    public Map<String, Double> figures() {
        return new LinkedHashMap<>(figures);
    }

    /** A copy of which answers are right; null where answers are no classes. */
    @Override
    public @Nullable BitSet right() {
        return right == null ? null : (BitSet) right.clone();
    }

    /** Whether there is a file. */
    public boolean isDone() {
        return error == null;
    }

    /** The same result with other figures. */
    public TrialResult withFigures(Map<String, Double> others) {
        return new TrialResult(trial, key, error, others, sha256, right, trainedSteps, seconds);
    }
}
