// SPDX-License-Identifier: Apache-2.0
/**
 * Quantization-aware training: weights and activations are rounded in training as they will be in the converted model. Start at {@link
 * io.espalier.compress.quantize.QuantizationAware}.
 */
@NullMarked
package io.espalier.compress.quantize;

import org.jspecify.annotations.NullMarked;
