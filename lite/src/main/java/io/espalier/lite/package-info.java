// SPDX-License-Identifier: Apache-2.0
/**
 * The TFLite graph: what can run on a device, as immutable values. Start at {@link io.espalier.lite.Graph}.
 *
 * <p>A {@link io.espalier.lite.Graph} has subgraphs; a {@link io.espalier.lite.Subgraph} has tensors, and operators in the order
 * in which they run. Operators and signatures name tensors by their index in the subgraph. Everything is compared by content, so
 * two graphs are equal when they would be written as the same file.
 *
 * <p>A tensor holds its {@link io.espalier.lite.Buffer} itself rather than an index into a list: buffers that are equal are
 * written once, and buffers that nothing refers to do not exist. The same goes for operator codes.
 *
 * <p>Here are no files ({@code io.espalier.lite.file}), no names and numbers of the format ({@code io.espalier.lite.schema}) and
 * no text for people ({@code io.espalier.lite.inspect}).
 */
@NullMarked
package io.espalier.lite;

import org.jspecify.annotations.NullMarked;
