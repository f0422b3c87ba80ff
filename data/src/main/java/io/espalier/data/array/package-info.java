// SPDX-License-Identifier: Apache-2.0
/**
 * Examples that lie in arrays, and the files that hold arrays: idx, npy, npz.
 *
 * <p>Start at {@link io.espalier.data.array.ArrayDataset}, made of {@link io.espalier.data.array.Rows} for features and targets. Rows
 * are in memory or stay in a file. Where files come from and whether they are the right ones is the business of
 * {@code io.espalier.data.fetch}.
 */
@NullMarked
package io.espalier.data.array;

import org.jspecify.annotations.NullMarked;
