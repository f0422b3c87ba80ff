// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.technique;

import io.espalier.model.TrainedQuantization.ActivationKey;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Tensor;
import io.espalier.model.tensor.ValueRange;
import io.espalier.train.gradient.Gradients;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.quantization.FakeQuantWithMinMaxVars;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * Rounds what flows through a layer to integers that span a range. A training step first moves the range towards the values of its batch,
 * then rounds by it; otherwise the range is only read. It always holds zero. The gradient passes through within the range and is zero
 * beyond.
 *
 * <p>State: {@code min} and {@code max}, scalars.
 *
 * @param bits of the integers, from 2 to 8
 * @param like another activation, whose range it takes at each step in place of one of its own, as kernels want that keep one scale
 */
public record ActivationFakeQuant(int bits, RangeUpdate update, Optional<ActivationKey> like) {
    public static final String NAME = "fakeQuant";
    public static final String MIN = "min";
    public static final String MAX = "max";

    /** How a range follows from batches. */
    public enum RangeUpdate {
        /** From -6 to 6 at first, and at each step a thousandth of the way to the batch's: tfmot's {@code MovingAverageQuantizer}. */
        MOVING_AVERAGE(-6, 6),
        /** All values that there ever were: tfmot's {@code AllValuesQuantizer}, for inputs. */
        ALL_VALUES(0, 0),
        /** From 0 to 255/256 always: the range of TFLite's kernels for sigmoid and softmax. */
        SHARES(0, 255 / 256f),
        /** From -1 to 127/128 always: the range of TFLite's kernel for tanh. */
        TANH(-1, 127 / 128f);

        private static final float SHARE = 0.001f;

        private final float initialMin;
        private final float initialMax;

        RangeUpdate(float initialMin, float initialMax) {
            this.initialMin = initialMin;
            this.initialMax = initialMax;
        }

        private ValueRange initial() {
            return new ValueRange(initialMin, initialMax);
        }

        private boolean isFixed() {
            return this == SHARES || this == TANH;
        }

        private Operand<TFloat32> min(Ops tf, Operand<TFloat32> old, Operand<TFloat32> batch) {
            return this == ALL_VALUES
                    ? tf.math.minimum(old, batch)
                    : moved(tf, old, tf.math.minimum(batch, tf.constant(0f)));
        }

        private Operand<TFloat32> max(Ops tf, Operand<TFloat32> old, Operand<TFloat32> batch) {
            return this == ALL_VALUES
                    ? tf.math.maximum(old, batch)
                    : moved(tf, old, tf.math.maximum(batch, tf.constant(0f)));
        }

        private static Operand<TFloat32> moved(Ops tf, Operand<TFloat32> old, Operand<TFloat32> batch) {
            return tf.math.sub(old, tf.math.mul(tf.math.sub(old, batch), tf.constant(SHARE)));
        }
    }

    public ActivationFakeQuant {
        if (bits < 2 || bits > 8) {
            throw new IllegalArgumentException("activations must have 2 to 8 bits, not " + bits);
        }
    }

    /** With a range of its own. */
    public ActivationFakeQuant(int bits, RangeUpdate update) {
        this(bits, update, Optional.empty());
    }

    public List<StateVariable> state(Optional<ValueRange> known) {
        ValueRange range = update.isFixed() ? update.initial() : known.orElse(update.initial());
        return List.of(
                StateVariable.fixed(MIN, Tensor.filled(Shape.of(), range.min())),
                StateVariable.fixed(MAX, Tensor.filled(Shape.of(), range.max())));
    }

    public List<StateSummary> summaries(Function<String, Tensor> state) {
        return List.of(
                new StateSummary.Scalar(MIN, state.apply(MIN).get(0)),
                new StateSummary.Scalar(MAX, state.apply(MAX).get(0)));
    }

    /** @param rectified whether no value is below zero, so that the least need not be looked for */
    public Operand<TFloat32> apply(ParametrizationSite site, Operand<TFloat32> values, boolean rectified) {
        Ops tf = site.tf();
        Operand<TFloat32> min = site.state(MIN);
        Operand<TFloat32> max = site.state(MAX);
        if (site.training() && !update.isFixed()) {
            Operand<TInt32> axes =
                    tf.constant(IntStream.rangeClosed(0, site.shape().rank()).toArray());
            Operand<TFloat32> seen = tf.stopGradient(values);
            min = update.min(tf, min, rectified ? tf.constant(0f) : tf.reduceMin(seen, axes));
            max = update.max(tf, max, tf.reduceMax(seen, axes));
        }
        return within(site, values, min, max);
    }

    /** Rounds to a range, which is kept. */
    public Operand<TFloat32> within(
            ParametrizationSite site, Operand<TFloat32> values, Operand<TFloat32> min, Operand<TFloat32> max) {
        Ops tf = site.tf();
        if (site.training()) {
            site.update(MIN, min);
            site.update(MAX, max);
        }
        return site.training() && !Gradients.areRegistered()
                ? passedThrough(tf, values, min, max)
                : rounded(tf, values, min, max);
    }

    private Operand<TFloat32> rounded(Ops tf, Operand<TFloat32> values, Operand<TFloat32> min, Operand<TFloat32> max) {
        return tf.quantization
                .fakeQuantWithMinMaxVars(values, min, max, FakeQuantWithMinMaxVars.numBits((long) bits))
                .outputs();
    }

    /** The same values with the same gradient, where the operation has none of its own: that of values cut to the range. */
    Operand<TFloat32> passedThrough(Ops tf, Operand<TFloat32> values, Operand<TFloat32> min, Operand<TFloat32> max) {
        Operand<TFloat32> within = tf.math.minimum(tf.math.maximum(values, tf.stopGradient(min)), tf.stopGradient(max));
        return tf.math.add(
                tf.stopGradient(rounded(tf, values, min, max)), tf.math.sub(within, tf.stopGradient(within)));
    }
}
