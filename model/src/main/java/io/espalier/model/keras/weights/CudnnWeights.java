// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.weights;

import io.espalier.model.WeightKey;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The weights of a CuDNNLSTM or CuDNNGRU as those of the LSTM or GRU that computes the same. Their bias, twice as long, tells them apart: a bias
 * for the input and one for the state, one after the other. The kernels of each gate are transposed: the recurrent one with its shape, that of the
 * input with its shape kept.
 */
final class CudnnWeights {
    private static final String RECURRENT = "recurrent_kernel";

    private CudnnWeights() {}

    /**
     * The weights of a group, in their order.
     *
     * @param shapes those that the layers have here
     */
    static List<Tensor> read(List<WeightKey> keys, List<Tensor> stored, Map<WeightKey, Shape> shapes) {
        if (keys.size() != stored.size()) {
            return stored;
        }
        List<Tensor> weights = new ArrayList<>(stored);
        for (int i = 1; i + 1 < weights.size(); i++) {
            if (keys.get(i).weight().endsWith(RECURRENT)) {
                convert(weights, i, Objects.requireNonNull(shapes.get(keys.get(i + 1))));
            }
        }
        return weights;
    }

    private static void convert(List<Tensor> weights, int recurrent, Shape bias) {
        Shape kernel = weights.get(recurrent - 1).shape();
        Shape state = weights.get(recurrent).shape();
        Tensor biases = weights.get(recurrent + 1);
        boolean isCudnn = kernel.rank() == 2
                && state.rank() == 2
                && kernel.channels() == state.channels()
                && biases.shape().equals(Shape.of(2 * state.channels()))
                && state.channels() % state.dimension(0) == 0;
        // Where the reset of a GRU comes before the product there is one bias, which cannot stand for two.
        boolean isSum = state.channels() == 4 * state.dimension(0);
        if (!isCudnn || (!isSum && !bias.equals(Shape.of(2, state.channels())))) {
            return;
        }
        int units = state.dimension(0);
        weights.set(recurrent - 1, gatesTransposed(weights.get(recurrent - 1), units));
        weights.set(recurrent, gatesTransposed(weights.get(recurrent), units));
        weights.set(recurrent + 1, isSum ? sumOfHalves(biases) : Tensor.of(bias, biases.buffer()));
    }

    /** Each gate, (rows, units), holds the rows of its transpose, (units, rows). */
    private static Tensor gatesTransposed(Tensor kernel, int units) {
        int rows = kernel.shape().dimension(0);
        int width = kernel.shape().channels();
        float[] from = kernel.toArray();
        float[] values = new float[from.length];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < width; column++) {
                int gate = column / units * units;
                int place = column % units * rows + row;
                values[row * width + column] = from[place / units * width + gate + place % units];
            }
        }
        return Tensor.of(kernel.shape(), values);
    }

    private static Tensor sumOfHalves(Tensor biases) {
        float[] both = biases.toArray();
        float[] sums = new float[both.length / 2];
        for (int i = 0; i < sums.length; i++) {
            sums[i] = both[i] + both[sums.length + i];
        }
        return Tensor.of(Shape.of(sums.length), sums);
    }
}
