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
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.nn.Relu;
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
 * @param fixed the range that stays
 */
public record ActivationFakeQuant(
        int bits, RangeUpdate update, Optional<ActivationKey> like, Optional<ValueRange> fixed) {
    public static final String NAME = "fakeQuant";
    public static final String MIN = "min";
    public static final String MAX = "max";

    /** What bytes divided by 255 may be. */
    private static final ValueRange BYTES = new ValueRange(0, 1);

    /** By this share of a step halves are moved: more than floats are off, and less than lies between two means. */
    private static final float HALF_MOVED = 1 / 1024f;

    /** How a range follows from batches. */
    public enum RangeUpdate {
        /** From -6 to 6 at first, and at each step a thousandth of the way to the batch's: tfmot's {@code MovingAverageQuantizer}. */
        MOVING_AVERAGE(-6, 6),
        /** From the range of the first batch, and then as {@link #MOVING_AVERAGE}. */
        MOVING_FROM_FIRST_BATCH(0, 0),
        /** All values that there ever were: tfmot's {@code AllValuesQuantizer}, for inputs. */
        ALL_VALUES(0, 0),
        /** From the values as they are now, which are constants: tfmot's {@code LastValueQuantizer}. */
        LAST_VALUES(0, 0),
        /** Not at all: the range that a kernel has built in. */
        FIXED(0, 0);

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

        private boolean isMoving() {
            return this == MOVING_AVERAGE || this == MOVING_FROM_FIRST_BATCH;
        }

        /** How far a range moves to the batch's: all of the way from an empty one, which no batch has moved yet. */
        private Operand<TFloat32> share(Ops tf, Operand<TFloat32> min, Operand<TFloat32> max) {
            Operand<TFloat32> usual = tf.constant(SHARE);
            return this == MOVING_FROM_FIRST_BATCH ? tf.select(tf.math.equal(min, max), tf.constant(1f), usual) : usual;
        }

        private Operand<TFloat32> min(Ops tf, Operand<TFloat32> old, Operand<TFloat32> batch, Operand<TFloat32> share) {
            Operand<TFloat32> least = tf.math.minimum(batch, tf.constant(0f));
            return switch (this) {
                case ALL_VALUES -> tf.math.minimum(old, batch);
                case LAST_VALUES -> least;
                case MOVING_AVERAGE, MOVING_FROM_FIRST_BATCH -> moved(tf, old, least, share);
                case FIXED -> old;
            };
        }

        private Operand<TFloat32> max(Ops tf, Operand<TFloat32> old, Operand<TFloat32> batch, Operand<TFloat32> share) {
            Operand<TFloat32> greatest = tf.math.maximum(batch, tf.constant(0f));
            return switch (this) {
                case ALL_VALUES -> tf.math.maximum(old, batch);
                case LAST_VALUES -> greatest;
                case MOVING_AVERAGE, MOVING_FROM_FIRST_BATCH -> moved(tf, old, greatest, share);
                case FIXED -> old;
            };
        }

        private static Operand<TFloat32> moved(
                Ops tf, Operand<TFloat32> old, Operand<TFloat32> batch, Operand<TFloat32> share) {
            return tf.math.sub(old, tf.math.mul(tf.math.sub(old, batch), share));
        }
    }

    public ActivationFakeQuant {
        if (bits < 2 || bits > 8) {
            throw new IllegalArgumentException("activations must have 2 to 8 bits, not " + bits);
        }
    }

    /** With a range of its own. */
    public ActivationFakeQuant(int bits, RangeUpdate update) {
        this(bits, update, Optional.empty(), Optional.empty());
    }

    /** With the range of another activation. */
    public static ActivationFakeQuant like(ActivationKey other, ActivationFakeQuant itsOwn) {
        return new ActivationFakeQuant(
                itsOwn.bits, itsOwn.update, Optional.of(itsOwn.like.orElse(other)), itsOwn.fixed);
    }

    /** With a range that stays. */
    public static ActivationFakeQuant fixed(int bits, ValueRange range) {
        return new ActivationFakeQuant(bits, RangeUpdate.FIXED, Optional.empty(), Optional.of(range));
    }

    public List<StateVariable> state(Optional<ValueRange> known) {
        ValueRange range = fixed.or(() -> known).orElse(update.initial());
        return List.of(
                StateVariable.fixed(MIN, Tensor.filled(Shape.of(), range.min())),
                StateVariable.fixed(MAX, Tensor.filled(Shape.of(), range.max())));
    }

    /** The share of a moving average that is still the range to start with, after so many steps. */
    public static double unmoved(long steps) {
        return Math.pow(1 - RangeUpdate.SHARE, (double) steps);
    }

    /** Whether a range is the one to start with, so that no batch has moved it yet. */
    public boolean isInitial(ValueRange range) {
        return update.isMoving() && range.equals(update.initial());
    }

    public List<StateSummary> summaries(Function<String, Tensor> state) {
        return List.of(
                new StateSummary.Scalar(MIN, state.apply(MIN).get(0)),
                new StateSummary.Scalar(MAX, state.apply(MAX).get(0)));
    }

    /**
     * Rounds by the range, which a training step moves first.
     *
     * @param rectified whether no value is below zero: the range that is trained then starts at zero. tfmot moves this end from -6 like
     *     any other, so that few batches leave half of the integers without a use
     */
    public Operand<TFloat32> apply(ParametrizationSite site, Operand<TFloat32> values, boolean rectified) {
        Ops tf = site.tf();
        Operand<TFloat32> min = site.state(MIN);
        Operand<TFloat32> max = site.state(MAX);
        Operand<TFloat32> cut = values;
        if ((site.training() && update != RangeUpdate.FIXED) || update == RangeUpdate.LAST_VALUES) {
            cut = rectified && Gradients.areRegistered() ? beforeRectification(values) : values;
            Operand<TInt32> axes = tf.constant(
                    IntStream.range(0, values.shape().numDimensions()).toArray());
            Operand<TFloat32> seen = tf.stopGradient(cut);
            Operand<TFloat32> share = update.share(tf, min, max);
            min = rectified ? tf.constant(0f) : update.min(tf, min, tf.reduceMin(seen, axes), share);
            max = update.max(tf, max, tf.reduceMax(seen, axes), share);
        }
        return within(site, cut, min, max);
    }

    /** What a rectification gets, if that was last: a range from zero cuts the same off, and has the same gradient, in one pass less each. */
    private static Operand<TFloat32> beforeRectification(Operand<TFloat32> values) {
        return values.op() instanceof GraphOperation last && last.type().equals(Relu.OP_NAME)
                ? last.input(0).expect(TFloat32.class)
                : values;
    }

    /**
     * Whether bytes divided by 255 stay the same in a range of all values: the range from 0 to 1 has just these values.
     *
     * @param start the range to start with; a wider one has other steps
     */
    public boolean keepsBytes(ValueRange start) {
        return bits == Byte.SIZE
                && update == RangeUpdate.ALL_VALUES
                && like.isEmpty()
                && start.min() == BYTES.min()
                && start.max() <= BYTES.max();
    }

    /** The same values, where {@link #keepsBytes}: a training step sets the range from 0 to 1. */
    public Operand<TFloat32> asBytes(ParametrizationSite site, Operand<TFloat32> values) {
        if (!site.training()) {
            throw new IllegalStateException("only a training step sets the range of bytes");
        }
        site.update(MIN, site.tf().constant(BYTES.min()));
        site.update(MAX, site.tf().constant(BYTES.max()));
        return values;
    }

    /** Rounds to the range of another activation. */
    public Operand<TFloat32> withinThatOf(
            ParametrizationSite site, Operand<TFloat32> values, Operand<TFloat32> min, Operand<TFloat32> max) {
        return within(site, halvesApart(site.tf(), values, min, max), min, max);
    }

    // Kernels that keep one scale round the mean of integers, and halves away from the integer 0, which is the middle
    // of the range. The operation
    // rounds halves up.
    private Operand<TFloat32> halvesApart(
            Ops tf, Operand<TFloat32> values, Operand<TFloat32> min, Operand<TFloat32> max) {
        Operand<TFloat32> step = tf.math.div(tf.math.sub(max, min), tf.constant((float) (1 << bits) - 1));
        Operand<TFloat32> middle = tf.math.mul(tf.math.add(tf.math.add(min, max), step), tf.constant(0.5f));
        Operand<TFloat32> side = tf.math.sign(tf.math.sub(values, middle));
        return tf.math.add(values, tf.stopGradient(tf.math.mul(side, tf.math.mul(step, tf.constant(HALF_MOVED)))));
    }

    private Operand<TFloat32> within(
            ParametrizationSite site, Operand<TFloat32> values, Operand<TFloat32> min, Operand<TFloat32> max) {
        Ops tf = site.tf();
        if (site.training() && update != RangeUpdate.FIXED) {
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
