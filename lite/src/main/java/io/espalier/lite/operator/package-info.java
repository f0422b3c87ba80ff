// SPDX-License-Identifier: Apache-2.0
/**
 * What Espalier knows of each builtin operator, as a table: one row for every operator of the schema. Start at {@link
 * io.espalier.lite.operator.OperatorTable}; a row is an {@link io.espalier.lite.operator.OperatorSpec}.
 *
 * <p>A row says what the operands are, which of them are weights and along which axis those have channels, how the scales of inputs and
 * outputs depend on each other, which kernels there are and since which version, what TFLite Micro and the GPU delegate support, whether the
 * operator only moves values, and which side effects it has. Quantizers, rewrites, verifier and inspector read the same rows. Rows are
 * data: no code here changes or computes a graph.
 *
 * <p>The facts are those of TensorFlow's {@code op_version.cc}, {@code operator_property.cc} and {@code gpu_compatibility.cc}, of the
 * converter's operator definitions, and of TFLite Micro's kernels.
 */
@NullMarked
package io.espalier.lite.operator;

import org.jspecify.annotations.NullMarked;
