// SPDX-License-Identifier: Apache-2.0
/**
 * Quantization to integers throughout: activations in int8 or int16, weights in int8, bias in int32 or int64. Start at {@link
 * io.espalier.lite.quantize.integer.IntegerQuantizer}.
 *
 * <p>First everything is decided. {@code OperatorChoices} says which operators compute with integers, {@code ActivationEncodings} and {@code
 * WeightEncodings} in which {@link io.espalier.lite.quantize.integer.TensorEncoding} each tensor is stored, and {@code IntegerPlanner} puts it together in a
 * {@link io.espalier.lite.quantize.integer.QuantizationPlan}, which can be printed. Then {@code PlanApplication} carries out the plan, and
 * inserts QUANTIZE and DEQUANTIZE where the producer and a consumer of a tensor want different forms.
 *
 * <p>For example, the zero point of the output of an ADD: the operator's row ({@code PointwiseOperators}) leaves its scale free, so {@code
 * ActivationEncodings} takes the tensor's own range, and {@code TensorEncoding} calculates scale and zero point from it.
 *
 * <p>What an operator can do is in {@code io.espalier.lite.operator}; the ranges of activations come from {@code
 * io.espalier.lite.calibrate}. Nothing here runs a model.
 */
@NullMarked
package io.espalier.lite.quantize.integer;

import org.jspecify.annotations.NullMarked;
