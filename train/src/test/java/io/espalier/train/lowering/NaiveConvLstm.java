// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.lowering;

import io.espalier.model.Weights;
import io.espalier.model.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Long short-term memory whose products are convolutions, by its definition, number by number, for one example with its channels last.
 *
 * @param sizes of what each step is: a row, a picture or a volume
 * @param zerosBefore how many zeros the convolution of the input has in front of the last dimension
 */
record NaiveConvLstm(
        Weights weights,
        String layer,
        int channels,
        int filters,
        List<Integer> sizes,
        List<Integer> window,
        int zerosBefore) {
    NaiveConvLstm {
        sizes = ofVolume(sizes);
        window = ofVolume(window);
    }

    private static List<Integer> ofVolume(List<Integer> lengths) {
        List<Integer> three = new ArrayList<>(lengths);
        while (three.size() < 3) {
            three.add(0, 1);
        }
        return three;
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    /** What is left after the last step. */
    double[] last(int steps, double[] sequence) {
        int places = sizes.get(0) * sizes.get(1) * sizes.get(2);
        double[] h = new double[places * filters];
        double[] c = new double[places * filters];
        for (int step = 0; step < steps; step++) {
            double[] x = new double[places * channels];
            System.arraycopy(sequence, step * x.length, x, 0, x.length);
            double[] before = h.clone();
            for (int i = 0; i < h.length; i++) {
                int place = i / filters;
                int filter = i % filters;
                double input = sigmoid(sum(x, before, place, filter));
                double forget = sigmoid(sum(x, before, place, filters + filter));
                double candidate = Math.tanh(sum(x, before, place, 2 * filters + filter));
                double output = sigmoid(sum(x, before, place, 3 * filters + filter));
                c[i] = forget * c[i] + input * candidate;
                h[i] = output * Math.tanh(c[i]);
            }
        }
        return h;
    }

    private double sum(double[] x, double[] h, int place, int column) {
        return convolved("kernel", x, channels, zerosBefore, place, column)
                + convolved("recurrent_kernel", h, filters, (window.get(2) - 1) / 2, place, column)
                + weights.get(layer, "bias").get(column);
    }

    private double convolved(String name, double[] values, int depth, int zeros, int place, int column) {
        Tensor kernel = weights.get(layer, name);
        double sum = 0;
        int tap = 0;
        for (int a = 0; a < window.get(0); a++) {
            for (int b = 0; b < window.get(1); b++) {
                for (int d = 0; d < window.get(2); d++) {
                    int z = place / (sizes.get(1) * sizes.get(2)) + a - (window.get(0) - 1) / 2;
                    int y = place / sizes.get(2) % sizes.get(1) + b - (window.get(1) - 1) / 2;
                    int x = place % sizes.get(2) + d - zeros;
                    if (isInside(z, 0) && isInside(y, 1) && isInside(x, 2)) {
                        int at = (z * sizes.get(1) + y) * sizes.get(2) + x;
                        for (int channel = 0; channel < depth; channel++) {
                            sum += values[at * depth + channel]
                                    * kernel.get((tap * depth + channel) * 4 * filters + column);
                        }
                    }
                    tap++;
                }
            }
        }
        return sum;
    }

    private boolean isInside(int at, int dimension) {
        return at >= 0 && at < sizes.get(dimension);
    }
}
