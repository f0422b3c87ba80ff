// SPDX-License-Identifier: Apache-2.0
package io.espalier.base;

import java.io.Serializable;
import java.util.Objects;

/**
 * The size and channels that images are converted to for a model.
 *
 * @param height in pixels, at least 1
 * @param width in pixels, at least 1
 * @param color the channels
 * @param fit how images with another aspect ratio are resized
 */
public record ImageShape(int height, int width, Color color, Fit fit) implements Serializable {
    /** @throws IllegalArgumentException if height or width is less than 1 */
    public ImageShape {
        Objects.requireNonNull(color, "color");
        Objects.requireNonNull(fit, "fit");
        if (height < 1 || width < 1) {
            throw new IllegalArgumentException("invalid image size of " + height + " x " + width + " pixels");
        }
    }

    /** Stretches images with another aspect ratio. */
    public ImageShape(int height, int width, Color color) {
        this(height, width, color, Fit.STRETCH);
    }

    /** The channels of an image, last dimension of its shape. */
    public enum Color {
        /** One channel. */
        GREY(1),
        /** Red, green and blue. */
        RGB(3);

        private final int channels;

        Color(int channels) {
            this.channels = channels;
        }

        /** The number of channels. */
        public int channels() {
            return channels;
        }
    }

    /** How images with another aspect ratio are resized. */
    public enum Fit {
        /** They are stretched, Keras's default for image folders. */
        STRETCH,
        /** They are cropped to the largest centered part with the right aspect ratio, like Keras's {@code crop_to_aspect_ratio}. */
        CROP
    }
}
