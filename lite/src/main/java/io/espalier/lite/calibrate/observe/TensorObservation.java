// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.calibrate.observe;

import io.espalier.lite.calibrate.Calibration;
import io.espalier.lite.calibrate.Calibration.NonFiniteValues;
import io.espalier.lite.calibrate.CalibrationMethod;
import io.espalier.lite.calibrate.TensorRanges;
import io.espalier.model.tensor.ValueRange;
import java.io.Serializable;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One tensor while a data set is run: its observer, and what its observer left out. Merges as observers do. */
public final class TensorObservation implements Serializable {
    private final String tensor;
    private final Observer observer;
    private @Nullable NonFiniteValues nonFinite;

    public TensorObservation(String tensor, CalibrationMethod method) {
        this.tensor = tensor;
        this.observer = Observer.of(method);
    }

    /** Sees the tensor's values for a sample, from the buffer's position to its limit. */
    public void add(long sample, FloatBuffer values) {
        int leftOut = observer.add(values);
        if (leftOut > 0) {
            int nans = 0;
            for (int i = values.position(); i < values.limit(); i++) {
                nans += Float.isNaN(values.get(i)) ? 1 : 0;
            }
            note(new NonFiniteValues(tensor, sample, nans, leftOut - nans));
        }
    }

    /**
     * Takes in what was seen of the same tensor for later samples.
     *
     * @throws IllegalArgumentException if it was seen by another method
     */
    public void merge(TensorObservation later) {
        observer.merge(later.observer);
        later.nonFinite().ifPresent(this::note);
    }

    private void note(NonFiniteValues found) {
        nonFinite = nonFinite == null ? found : nonFinite.plus(found);
    }

    /** Whether a value counts toward ranges: it is finite, and not so large that it stands for infinity. */
    public static boolean isCounted(float value) {
        return FiniteChunks.isCounted(value);
    }

    public String tensor() {
        return tensor;
    }

    /** Empty if no value was finite. */
    public Optional<ValueRange> range() {
        return observer.range();
    }

    public Optional<NonFiniteValues> nonFinite() {
        return Optional.ofNullable(nonFinite);
    }

    /**
     * The calibration that these observations add up to. Tensors of the same name share one range.
     *
     * @param samples how many were run
     */
    public static Calibration summarize(long samples, List<TensorObservation> observations) {
        Map<String, ValueRange> ranges = new LinkedHashMap<>();
        for (TensorObservation observation : observations) {
            observation.range().ifPresent(range -> ranges.merge(observation.tensor(), range, ValueRange::union));
        }
        List<NonFiniteValues> nonFinite = observations.stream()
                .flatMap(observation -> observation.nonFinite().stream())
                .toList();
        return new Calibration(samples, new TensorRanges(ranges), nonFinite);
    }
}
