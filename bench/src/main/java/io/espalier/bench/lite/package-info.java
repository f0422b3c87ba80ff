// SPDX-License-Identifier: Apache-2.0
/** Conversion, quantization and calibration, and how quick the files are that come of them. */
@NullMarked
package io.espalier.bench.lite;

import org.jspecify.annotations.NullMarked;
