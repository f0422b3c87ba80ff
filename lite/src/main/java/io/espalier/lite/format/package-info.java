// SPDX-License-Identifier: Apache-2.0
/** TFLite files as one of the formats of models: {@link io.espalier.lite.format.TfliteFormat}. */
@NullMarked
package io.espalier.lite.format;

import org.jspecify.annotations.NullMarked;
