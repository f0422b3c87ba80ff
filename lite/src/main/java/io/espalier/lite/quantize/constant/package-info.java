// SPDX-License-Identifier: Apache-2.0
/** Quantization of constants alone, which needs no data: float16, dynamic range and weight-only. */
@NullMarked
package io.espalier.lite.quantize.constant;

import org.jspecify.annotations.NullMarked;
