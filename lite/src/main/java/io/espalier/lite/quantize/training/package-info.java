// SPDX-License-Identifier: Apache-2.0
/** Where quantization-aware training and integer conversion meet: what training has to round, and what it found for the tensors of a graph. */
@NullMarked
package io.espalier.lite.quantize.training;

import org.jspecify.annotations.NullMarked;
