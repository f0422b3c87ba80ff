// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.prune;

import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Tensor;
import io.espalier.train.technique.WeightMask;

/** Which values of a weight become zero together. */
public sealed interface SparsityPattern permits SingleValues, Blocks, MOfN {
    /** Each value for itself. */
    SparsityPattern SINGLE = new SingleValues();

    /**
     * The mask that takes that share of a weight's values away, those of the smallest magnitude.
     *
     * @throws io.espalier.compress.CompressionException if the pattern does not fit the weight's shape
     */
    WeightMask mask(Tensor weight, double sparsity);

    /**
     * Checks that it fits a weight.
     *
     * @param weight its name, for the message
     * @throws io.espalier.compress.CompressionException if not
     */
    void check(String weight, Shape shape);

    /** Whether the mask of a weight depends on the sparsity that is asked for. */
    boolean followsSparsity();
}
