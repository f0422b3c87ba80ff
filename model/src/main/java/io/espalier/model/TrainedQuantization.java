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

    /** The key of an activation: a layer, and a place in it. */
    public record ActivationKey(String layer, Place place) {
        public ActivationKey {
            Objects.requireNonNull(layer, "layer");
            Objects.requireNonNull(place, "place");
        }

        /** The place in a layer. */
        public enum Place {
            /** The input of the layer's own activation function. */
            BEFORE_FUNCTION,
            /** The output of the layer. */
            OUTPUT
        }

        /** The output of a layer. */
        public static ActivationKey output(String layer) {
            return new ActivationKey(layer, Place.OUTPUT);
        }

        /** The input of a layer's own activation function. */
        public static ActivationKey beforeFunction(String layer) {
            return new ActivationKey(layer, Place.BEFORE_FUNCTION);
        }

        /** Such as {@code conv2d/output}. */
        @Override
        public String toString() {
            return layer + "/" + (place == Place.OUTPUT ? "output" : "before_function");
        }
    }

    /**
     * The values that a weight may have after quantization-aware training: integer multiples of a scale, symmetric around zero. The scale is
     * the largest magnitude divided by {@link #levels()}.
     *
     * @param bits of the integers, from 2 to 8
     * @param perChannel whether each output channel has a scale of its own, or all share one
     */
    public record WeightGrid(int bits, boolean perChannel) {
        public WeightGrid {
            if (bits < 2 || bits > 8) {
                throw new ModelException("weights must have 2 to 8 bits, not " + bits);
            }
        }

        /** The largest integer; the smallest is its negative. */
        public int levels() {
            return (1 << (bits - 1)) - 1;
        }
    }
}
