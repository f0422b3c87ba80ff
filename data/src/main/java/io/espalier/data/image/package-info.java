// SPDX-License-Identifier: Apache-2.0
/**
 * Pictures as examples: folders with one sub-folder a class, decoded when asked for, and how they are changed at random while a model is
 * trained.
 *
 * <p>Start at {@link io.espalier.data.image.ImageFolder}. Resizing follows Keras's {@code image_dataset_from_directory}; other than there, Exif's
 * orientation is followed and CMYK is read. {@link io.espalier.data.image.Augmentation} is what Keras's random layers do. {@link
 * io.espalier.data.image.ImageStructure} finds broken files without decoding them, {@link io.espalier.data.image.ImageDecoder} decodes.
 */
@NullMarked
package io.espalier.data.image;

import org.jspecify.annotations.NullMarked;
