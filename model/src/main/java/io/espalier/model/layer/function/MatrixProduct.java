// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.function;

import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Operations;
import io.espalier.model.tensor.ModelException;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The product of the matrices that two inputs hold in their last two dimensions, as {@code tf.matmul} has it.
 *
 * @param transposeLeft whether the transpose of the first is taken
 * @param transposeRight whether that of the second is
 */
public record MatrixProduct(boolean transposeLeft, boolean transposeRight) implements ComposedLayer {
    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        if (inputs.size() != 2) {
            throw new ModelException("multiplies two inputs, but has " + inputs.size());
        }
        T left = inputs.get(0);
        int rank = on.shape(left).rank();
        if (rank < 2 || on.shape(inputs.get(1)).rank() != rank) {
            throw new ModelException("multiplies matrices of each example, but the inputs have shapes "
                    + inputs.stream().map(input -> on.shape(input).batched()).toList());
        }
        if (transposeLeft) {
            int[] order = IntStream.range(0, rank).toArray();
            order[rank - 1] = rank - 2;
            order[rank - 2] = rank - 1;
            left = on.transpose(left, order);
        }
        return on.matMul(left, inputs.get(1), transposeRight);
    }
}
