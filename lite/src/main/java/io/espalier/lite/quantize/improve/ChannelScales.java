// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize.improve;

import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * How the channels of one layer are scaled so far: an output channel's weights and bias are divided by its scale, and what an input
 * channel's weights are multiplied by undoes the scale of the layer before. Kept in double precision, so that weights are rounded once.
 */
final class ChannelScales {
    private final WeightedLayer layer;
    private final float[] bias;

    /** The largest magnitude of the weights between an output channel and each input channel that it is connected to. */
    private final float[] magnitudes;

    private final double[] divisors;
    private final double[] factors;

    /** @param bias empty where there is none */
    ChannelScales(WeightedLayer layer, float... bias) {
        this.layer = layer;
        this.bias = bias;
        this.magnitudes = new float[layer.outputs() * layer.fanIn()];
        FloatBuffer values = layer.values();
        for (int place = 0; place < layer.count(); place++) {
            int connection = layer.output(place) * layer.fanIn() + layer.connection(place);
            magnitudes[connection] = Math.max(magnitudes[connection], Math.abs(values.get(place)));
        }
        this.divisors = new double[layer.outputs()];
        this.factors = new double[layer.inputs()];
        Arrays.fill(divisors, 1);
        Arrays.fill(factors, 1);
    }

    /** The largest magnitude of each output channel's weights, as they are scaled now. */
    double[] outputMagnitudes() {
        double[] largest = new double[layer.outputs()];
        for (int output = 0; output < largest.length; output++) {
            int first = layer.firstInput(output);
            for (int i = 0; i < layer.fanIn(); i++) {
                largest[output] = Math.max(
                        largest[output],
                        magnitudes[output * layer.fanIn() + i] * factors[first + i] / divisors[output]);
            }
        }
        return largest;
    }

    /** The largest magnitude of the weights that multiply each input channel, as they are scaled now. */
    double[] inputMagnitudes() {
        double[] largest = new double[layer.inputs()];
        for (int output = 0; output < layer.outputs(); output++) {
            int first = layer.firstInput(output);
            for (int i = 0; i < layer.fanIn(); i++) {
                largest[first + i] = Math.max(
                        largest[first + i],
                        magnitudes[output * layer.fanIn() + i] * factors[first + i] / divisors[output]);
            }
        }
        return largest;
    }

    /** What each output channel is divided by so far; a copy. */
    double[] divisors() {
        return divisors.clone();
    }

    /** The bias as it was at first; empty where there is none. */
    float[] bias() {
        return bias.clone();
    }

    void divideOutput(int channel, double scale) {
        divisors[channel] *= scale;
    }

    void multiplyInput(int channel, double scale) {
        factors[channel] *= scale;
    }

    /** The weights in their order, scaled. */
    float[] scaledWeights() {
        FloatBuffer values = layer.values();
        float[] scaled = new float[layer.count()];
        for (int place = 0; place < scaled.length; place++) {
            int output = layer.output(place);
            int input = layer.firstInput(output) + layer.connection(place);
            scaled[place] = (float) (values.get(place) * factors[input] / divisors[output]);
        }
        return scaled;
    }

    /** The bias, scaled; empty where there is none. */
    float[] scaledBias() {
        float[] scaled = new float[bias.length];
        for (int output = 0; output < bias.length; output++) {
            scaled[output] = (float) (bias[output] / divisors[output]);
        }
        return scaled;
    }
}
