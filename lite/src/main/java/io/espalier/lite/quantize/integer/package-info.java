// SPDX-License-Identifier: Apache-2.0
/**
 * Quantization to integers throughout: activations in int8 or int16, weights in int8, bias in int32 or int64. Start at {@link
 * io.espalier.lite.quantize.integer.IntegerQuantizer}.
 *
 * <p>First everything is decided: {@link io.espalier.lite.quantize.integer.IntegerPlanner} says which operators compute with integers
 * ({@code OperatorChoices}), in which {@link io.espalier.lite.quantize.integer.TensorEncoding} each tensor comes to be ({@code
 * ActivationEncodings}, {@code WeightEncodings}) and in which form each operand is wanted. The result is a {@link
 * io.espalier.lite.quantize.integer.QuantizationPlan}, which can be printed. Then {@code PlanApplication} carries it out, and puts
 * QUANTIZE and DEQUANTIZE where the two sides of a tensor differ.
 *
 * <p>What an operator can do is in {@code io.espalier.lite.operator}; the ranges of activations come from {@code
 * io.espalier.lite.calibrate}. Here is nothing that runs a model.
 */
@NullMarked
package io.espalier.lite.quantize.integer;

import org.jspecify.annotations.NullMarked;
