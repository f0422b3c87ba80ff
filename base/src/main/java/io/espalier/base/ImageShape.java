// SPDX-License-Identifier: Apache-2.0
package io.espalier.base;

/** What images are made into before a model sees them. */
public record ImageShape(int height, int width, Color color, Fit fit) {
    public ImageShape {
        if (height < 1 || width < 1) {
            throw new IllegalArgumentException("invalid image size of " + height + " x " + width + " pixels");
        }
    }

    /** Whole images, stretched where they have another aspect ratio. */
    public ImageShape(int height, int width, Color color) {
        this(height, width, color, Fit.STRETCH);
    }

    /** The channels of an image, last dimension of its shape. */
    public enum Color {
        GREY(1),
        RGB(3);

        private final int channels;

        Color(int channels) {
            this.channels = channels;
        }

        public int channels() {
            return channels;
        }
    }

    /** What becomes of images of another aspect ratio. */
    public enum Fit {
        /** They are distorted, which is Keras's default for image folders. */
        STRETCH,
        /** Their middle is used, as large as there is one of the wanted aspect ratio: Keras's {@code crop_to_aspect_ratio}. */
        CROP
    }
}
