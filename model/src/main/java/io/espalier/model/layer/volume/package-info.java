// SPDX-License-Identifier: Apache-2.0
/**
 * Layers that are read from Keras files and take volumes (depth, height, width, channels), or sequences of rows, pictures or
 * volumes.
 */
@NullMarked
package io.espalier.model.layer.volume;

import org.jspecify.annotations.NullMarked;
