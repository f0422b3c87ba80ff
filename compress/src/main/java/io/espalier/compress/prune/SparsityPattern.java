// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.prune;

import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Tensor;
import io.espalier.train.technique.WeightMask;
import java.util.Optional;

/** Which values of a weight become zero together. */
public sealed interface SparsityPattern permits SingleValues, Blocks, MOfN {
    /** Unstructured sparsity: each value on its own. */
    SparsityPattern SINGLE = new SingleValues();

    /** How the magnitude of a block is computed from its values. */
    enum Pooling {
        /** The mean of the magnitudes. */
        AVERAGE,
        /** The largest magnitude. */
        MAX
    }

    /**
     * Block sparsity for weights of rank 2, such as kernels of dense layers: rectangles of the matrix become zero as a whole. Blocks at the lower and
     * right edge may be smaller.
     *
     * <pre>
     * 1 1 0 0
     * 1 1 0 0     blocks of 2 x 2
     * 0 0 1 1
     * 0 0 1 1
     * </pre>
     *
     * <p>tfmot shifts large blocks up and left if they do not divide the matrix, and so masks other values than it compared; here both are the same.
     *
     * @param height rows per block, at least 1
     * @param width columns per block, at least 1
     * @throws io.espalier.compress.CompressionException if height or width is less than 1
     */
    static SparsityPattern blocks(int height, int width, Pooling pooling) {
        return new Blocks(height, width, pooling);
    }

    /**
     * M:N sparsity: of each {@code n} consecutive values along the input channels, the {@code m} smallest become zero. {@code mOfN(2, 4)} is the
     * pattern of sparse tensor cores. For kernels of dense layers (in, out) and convolutions (..., in, out). An incomplete last group is
     * padded with zeros, which count.
     *
     * <p>As in tfmot, the mask is computed once, before the first step, whatever the schedule.
     *
     * @throws io.espalier.compress.CompressionException unless {@code 1 <= m < n}
     */
    static SparsityPattern mOfN(int m, int n) {
        return new MOfN(m, n);
    }

    /**
     * Computes the mask that removes the values of the smallest magnitude.
     *
     * @param sparsity the share of values to remove, from 0 to below 1
     * @throws io.espalier.compress.CompressionException if the pattern does not fit the weight's shape
     */
    WeightMask mask(Tensor weight, double sparsity);

    /**
     * Checks that the pattern fits a weight.
     *
     * @param weight its name, for messages
     * @throws io.espalier.compress.CompressionException if it does not fit
     */
    void check(String weight, Shape shape);

    /**
     * Why no value of a weight becomes zero; empty if some do.
     *
     * @param sparsity the share of values to remove, from 0 to below 1
     */
    Optional<String> nothingRemoved(Shape shape, double sparsity);

    /**
     * Why fewer values of a weight become zero than the pattern says; empty if as many do, or none.
     *
     * @param sparsity the share of values to remove, from 0 to below 1
     */
    Optional<String> fewerRemoved(Shape shape, double sparsity);

    /** Whether the mask depends on the sparsity. It does not for M:N sparsity. */
    boolean followsSparsity();
}
