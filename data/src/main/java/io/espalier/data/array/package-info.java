// SPDX-License-Identifier: Apache-2.0
/**
 * Data sets in arrays, and the file formats of arrays: IDX, .npy and .npz.
 *
 * <p>Start at {@link io.espalier.data.array.ArrayDataset}. Its rows are in memory or stay in a file.
 */
@NullMarked
package io.espalier.data.array;

import org.jspecify.annotations.NullMarked;
