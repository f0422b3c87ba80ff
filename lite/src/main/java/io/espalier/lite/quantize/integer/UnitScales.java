// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize.integer;

import io.espalier.lite.Tensor;
import io.espalier.lite.operator.ActivationType;
import io.espalier.lite.quantize.constant.SymmetricWeights;
import io.espalier.model.TrainedQuantization.WeightGrid;
import java.nio.FloatBuffer;
import java.util.Locale;

/**
 * What a scale for each unit costs and brings in the weights of a fully connected operator.
 *
 * <p>The scales cost bytes. Spent on more bits for all weights, these would lower the rounding noise by 6 dB for each bit. The scales are worth
 * their bytes if they lower the noise of the operator's outputs by more than that. Most of that noise does not come from the weights: activations
 * are rounded too, in int8 to about 35 dB. What the scales gain below that is lost.
 *
 * @param share of the bytes of the weights that the scales take
 * @param gain by how much they lower the noise, in decibels; 0 where they need not be weighed
 */
record UnitScales(int units, double share, double gain) {
    /** A scale and a zero point of the weights, and a scale of the bias. */
    private static final int BYTES = 4 + 8 + 4;

    /** Less than this share of the weights is not worth any noise. */
    private static final double LEAST_SHARE = 0.02;

    /** Noise over signal of int8 activations whose range is that of the rarest values, once where they come in and once where they go out. */
    private static final double INT8_NOISE = Math.pow(10, -3.5);

    private static final double DECIBELS_PER_BIT = 20 * Math.log10(2);
    private static final int LARGEST = WeightGrid.largest(Byte.SIZE);

    /**
     * Weighs those of a constant.
     *
     * @param weights in float32
     * @param axis of the units
     */
    static UnitScales of(Tensor weights, int axis, ActivationType activations) {
        int units = weights.shape().get(axis);
        double share = BYTES / ((double) weights.elements() / units);
        UnitScales free = new UnitScales(units, share, 0);
        return free.areFree() ? free : new UnitScales(units, share, gain(weights, axis, activations));
    }

    /** Whether they are worth their bytes. */
    boolean pay() {
        return areFree() || gain > cost();
    }

    private boolean areFree() {
        return units == 1 || share < LEAST_SHARE;
    }

    /** Why all weights have one scale, where scales for each unit do not pay. */
    String reason() {
        return String.format(
                Locale.US,
                "one scale for all weights: one for each of the %d units takes %d bytes, %.1f%% of the weights, and"
                        + " lowers the noise by %.1f dB; as many bits for the weights would lower it by %.1f dB",
                units,
                BYTES * units,
                100 * share,
                gain,
                cost());
    }

    /** How much the bytes would lower the noise as more bits, in decibels. */
    private double cost() {
        return DECIBELS_PER_BIT * Byte.SIZE * share;
    }

    private static double gain(Tensor weights, int axis, ActivationType activations) {
        double others = activations == ActivationType.INT8 ? INT8_NOISE : 0;
        double apart = noise(weights, axis);
        double together = noise(weights, -1);
        return together == 0 ? 0 : 10 * Math.log10((together + others) / (apart + others));
    }

    /** The energy of the rounding errors over that of the weights. */
    private static double noise(Tensor weights, int scaled) {
        float[] magnitudes = SymmetricWeights.magnitudes(weights, scaled);
        int stride = scaled < 0 ? 1 : weights.stride(scaled);
        FloatBuffer values = weights.buffer().asFloats();
        double signal = 0;
        double noise = 0;
        for (int place = 0; place < values.limit(); place++) {
            double value = values.get(place);
            double scale = magnitudes[place / stride % magnitudes.length] / (double) LARGEST;
            double error = scale == 0 ? 0 : value - scale * Math.rint(value / scale);
            signal += value * value;
            noise += error * error;
        }
        return signal == 0 ? 0 : noise / signal;
    }
}
