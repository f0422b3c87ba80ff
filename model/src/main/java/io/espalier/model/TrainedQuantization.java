// SPDX-License-Identifier: Apache-2.0
package io.espalier.model;

import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.ValueRange;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The result of quantization-aware training: the ranges of activations and the grids of weights. A converter then needs no calibration.
 */
public record TrainedQuantization(Map<ActivationKey, ValueRange> ranges, Map<WeightKey, WeightGrid> grids) {
    public TrainedQuantization {
        ranges = Collections.unmodifiableMap(new LinkedHashMap<>(ranges));
        grids = Collections.unmodifiableMap(new LinkedHashMap<>(grids));
    }

    /** The range of an activation; empty where it was not quantized. */
    public Optional<ValueRange> range(ActivationKey activation) {
        return Optional.ofNullable(ranges.get(activation));
    }

    /**
     * The key of an activation: a layer, and a place in it.
     *
     * @param place {@code output}, {@code before_function} or {@code operation_N}
     */
    public record ActivationKey(String layer, String place) {
        private static final String OUTPUT = "output";
        private static final String BEFORE_FUNCTION = "before_function";
        private static final String OPERATION = "operation_";

        public ActivationKey {
            Objects.requireNonNull(layer, "layer");
            if (!place.equals(OUTPUT) && !place.equals(BEFORE_FUNCTION) && !place.matches(OPERATION + "\\d+")) {
                throw new ModelException("'" + layer + "/" + place + "' is not a place in a layer");
            }
        }

        /** The output of a layer. */
        public static ActivationKey output(String layer) {
            return new ActivationKey(layer, OUTPUT);
        }

        /** The input of a layer's own activation function. */
        public static ActivationKey beforeFunction(String layer) {
            return new ActivationKey(layer, BEFORE_FUNCTION);
        }

        /**
         * The result of one of the operations of two operands that a composed layer computes, such as the first sum of three inputs.
         *
         * @param number its number in the order of computation, from 0
         */
        public static ActivationKey operation(String layer, int number) {
            return new ActivationKey(layer, OPERATION + number);
        }

        /** Whether it is the output of the layer. */
        public boolean isOutput() {
            return place.equals(OUTPUT);
        }

        /** Such as {@code conv2d/output}. */
        @Override
        public String toString() {
            return layer + "/" + place;
        }
    }

    /**
     * The values that a weight may have after quantization-aware training: integer multiples of a scale, symmetric around zero. The scale is
     * the largest magnitude divided by {@link #largest()}.
     *
     * @param bits of the integers, from 2 to 8
     * @param scales how many scales there are
     */
    public record WeightGrid(int bits, Scales scales) {
        /** How many scales a weight has. */
        public enum Scales {
            /** One for all values, as a converter multiplies them by the scale of a batch normalization. */
            ONE,
            /**
             * One for all values as the model has them. Where a converter multiplies a channel, its scale is multiplied likewise: values that are
             * equal become equal integers.
             */
            ONE_BEFORE_FOLDING,
            /** One for each output channel. */
            EACH_CHANNEL
        }

        public WeightGrid {
            Objects.requireNonNull(scales, "scales");
            if (bits < 2 || bits > 8) {
                throw new ModelException("weights must have 2 to 8 bits, not " + bits);
            }
        }

        /** With a scale for each output channel, or one. */
        public WeightGrid(int bits, boolean perChannel) {
            this(bits, perChannel ? Scales.EACH_CHANNEL : Scales.ONE);
        }

        /** Whether each output channel has a scale of its own. */
        public boolean perChannel() {
            return scales == Scales.EACH_CHANNEL;
        }

        /** The largest integer; the smallest is its negative. */
        public int largest() {
            return largest(bits);
        }

        /** The largest integer of so many bits where the smallest is its negative: 127 of 8. */
        public static int largest(int bits) {
            return (1 << (bits - 1)) - 1;
        }
    }
}
