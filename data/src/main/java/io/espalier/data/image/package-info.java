// SPDX-License-Identifier: Apache-2.0
/**
 * Pictures as examples: folders with one sub-folder a class, decoded when asked for.
 *
 * <p>Start at {@link io.espalier.data.image.ImageFolder}. Decoding and resizing follow Keras's
 * {@code image_dataset_from_directory}; augmentation does not belong here.
 */
@NullMarked
package io.espalier.data.image;

import org.jspecify.annotations.NullMarked;
