// SPDX-License-Identifier: Apache-2.0
/**
 * The .tflite file: {@link io.espalier.lite.file.GraphReader} and {@link io.espalier.lite.file.GraphWriter}.
 */
@NullMarked
package io.espalier.lite.file;

import org.jspecify.annotations.NullMarked;
