// SPDX-License-Identifier: Apache-2.0
package io.espalier.model;

import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.ValueRange;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What quantization-aware training has settled, so that a converter needs no calibration: the ranges of activations, and the grids that
 * weights lie on.
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

    /** Values that flow through a layer, by the name of its node. */
    public record ActivationKey(String layer, Place place) {
        /** Where in a layer. */
        public enum Place {
            /** What goes into the layer's own activation function. */
            BEFORE_FUNCTION,
            /** What the layer puts out. */
            OUTPUT
        }

        public static ActivationKey output(String layer) {
            return new ActivationKey(layer, Place.OUTPUT);
        }

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
     * The values that a weight may have after quantization-aware training: whole multiples of a scale, as many on either side of zero. The
     * scale is the largest magnitude over {@link #levels()}.
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

        /** The largest integer; the least is its negative. */
        public int levels() {
            return (1 << (bits - 1)) - 1;
        }
    }
}
