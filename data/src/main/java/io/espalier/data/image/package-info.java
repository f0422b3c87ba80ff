// SPDX-License-Identifier: Apache-2.0
/**
 * Image folders with one subfolder per class, decoded on demand, and image augmentation for training.
 *
 * <p>Start at {@link io.espalier.data.image.ImageFolder}. Resizing follows Keras's {@code image_dataset_from_directory}; unlike Keras, it applies
 * the Exif orientation and reads CMYK. {@link io.espalier.data.image.Augmentation} does what Keras's random image layers do.
 */
@NullMarked
package io.espalier.data.image;

import org.jspecify.annotations.NullMarked;
