// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.calibrate;

import java.nio.FloatBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One tensor while a data set is run: its observer, and what its observer left out. Merges as observers do. */
public final class TensorObservation {
    private final String tensor;
    private final Observer observer;
    private @Nullable NonFiniteValues nonFinite;

    public TensorObservation(String tensor, CalibrationMethod method) {
        this.tensor = tensor;
        this.observer = method.observer();
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

    public String tensor() {
        return tensor;
    }

    /** Empty if no value was finite. */
    public Optional<Range> range() {
        return observer.range();
    }

    public Optional<NonFiniteValues> nonFinite() {
        return Optional.ofNullable(nonFinite);
    }
}
