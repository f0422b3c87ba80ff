// SPDX-License-Identifier: Apache-2.0
/**
 * Quantization-aware training: models that learn with the roundings of the integers they will be converted to.
 *
 * <p>Start at {@link io.espalier.compress.quantize.QuantizationAware}. Here is decided what is rounded and how; how the rounding is computed
 * is in {@code io.espalier.train.parametrize}, and what becomes of it in a TFLite file in {@code io.espalier.lite}.
 */
@NullMarked
package io.espalier.compress.quantize;

import org.jspecify.annotations.NullMarked;
