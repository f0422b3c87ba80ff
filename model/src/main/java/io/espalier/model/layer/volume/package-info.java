// SPDX-License-Identifier: Apache-2.0
/** Layers of volumes (depth, height, width, channels) that are read from Keras files: pooling, padding, cropping, repeating, dropping. */
@NullMarked
package io.espalier.model.layer.volume;

import org.jspecify.annotations.NullMarked;
