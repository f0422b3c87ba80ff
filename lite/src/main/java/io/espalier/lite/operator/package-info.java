// SPDX-License-Identifier: Apache-2.0
/**
 * What Espalier knows of each builtin operator, as a table: one row an operator. Start at {@link
 * io.espalier.lite.operator.OperatorTable}; a row is an {@link io.espalier.lite.operator.OperatorSpec}.
 *
 * <p>A row says what the operands are, which of them are weights and along which axis those have channels, how the scales of inputs and
 * outputs are bound to each other, which kernels there are, from which version on, and what TFLite Micro takes. Quantizers,
 * verifier and inspector read the same rows. Rows are data: here is no code that changes or computes a graph.
 *
 * <p>The facts are those of TensorFlow's {@code op_version.cc} and {@code operator_property.cc}, of the converter's operator
 * definitions and of TFLite Micro's kernels.
 */
@NullMarked
package io.espalier.lite.operator;

import org.jspecify.annotations.NullMarked;
