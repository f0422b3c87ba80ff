// SPDX-License-Identifier: Apache-2.0
/**
 * Sparse constants: only what is not zero is stored, with the indices of where it stands. Start at {@link
 * io.espalier.lite.sparse.SparseStorage}, from a graph to a smaller graph.
 *
 * <p>How one tensor is stored is a {@link io.espalier.lite.sparse.SparseLayout}; {@link io.espalier.lite.sparse.SparseEncoder} and
 * {@link io.espalier.lite.sparse.SparseDecoder} go between dense and sparse. What the format can say is {@link
 * io.espalier.lite.Sparsity}. Making weights zero is not done here.
 *
 * @see <a href="https://arxiv.org/abs/1804.10112">Chou, Kjolstad, Amarasinghe: Format Abstraction for Sparse Tensor Algebra
 *     Compilers</a>
 */
@NullMarked
package io.espalier.lite.sparse;

import org.jspecify.annotations.NullMarked;
