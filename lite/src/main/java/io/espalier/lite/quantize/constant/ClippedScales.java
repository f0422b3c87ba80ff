// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize.constant;

import io.espalier.lite.Tensor;
import io.espalier.lite.schema.TensorType;
import io.espalier.model.TrainedQuantization.WeightGrid;
import java.nio.FloatBuffer;

/**
 * Where weights of four bits are clipped: with 15 values a step that covers the largest weight wastes most of them. Of 40 bounds between a third of
 * the largest magnitude and all of it the one is taken with the least squared error of the channel.
 */
public final class ClippedScales {
    /** What integers of four bits reach; -8 is not used. */
    public static final int LARGEST_INT4 = WeightGrid.largest(TensorType.INT4.bits());

    private static final int BOUNDS = 40;
    private static final double LEAST_SHARE = 1 / 3.0;

    private ClippedScales() {}

    /**
     * The magnitude that becomes the largest integer, for each index along {@code axis}; or one in all where the axis is -1.
     *
     * @throws io.espalier.lite.QuantizationException if a weight is infinite or not a number
     */
    public static float[] magnitudes(Tensor weights, int axis) {
        float[] largest = SymmetricWeights.magnitudes(weights, axis);
        double[] bounds = new double[largest.length];
        double[] least = new double[largest.length];
        float[] chosen = largest.clone();
        for (int step = 0; step < BOUNDS; step++) {
            double share = 1 - step * (1 - LEAST_SHARE) / (BOUNDS - 1);
            for (int channel = 0; channel < bounds.length; channel++) {
                bounds[channel] = largest[channel] * share;
            }
            double[] errors = errors(weights, axis, bounds);
            for (int channel = 0; channel < bounds.length; channel++) {
                if (step == 0 || errors[channel] < least[channel]) {
                    least[channel] = errors[channel];
                    chosen[channel] = (float) bounds[channel];
                }
            }
        }
        return chosen;
    }

    private static double[] errors(Tensor weights, int axis, double... bounds) {
        FloatBuffer values = weights.buffer().asFloats();
        int stride = axis < 0 ? 1 : weights.stride(axis);
        double[] errors = new double[bounds.length];
        for (int place = 0; place < values.limit(); place++) {
            int channel = place / stride % bounds.length;
            double scale = bounds[channel] / LARGEST_INT4;
            double value = values.get(place);
            double rounded = scale == 0 ? 0 : Math.rint(value / scale);
            double error = value - scale * Math.max(-LARGEST_INT4, Math.min(LARGEST_INT4, rounded));
            errors[channel] += error * error;
        }
        return errors;
    }
}
