// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.image;

/** A decoded picture: unsigned bytes, row-major, channels last. */
@SuppressWarnings("ArrayRecordComponent") // handed from one step to the next only; never compared
record Pixels(int height, int width, int channels, byte[] values) {
    /**
     * The picture in another size: bilinear with half-pixel centres and without anti-aliasing, which is TensorFlow's {@code image.resize} and
     * Keras's default for image folders, rounded to the nearest. What of a picture of another aspect ratio is used says the shape.
     */
    Pixels resized(PictureShape shape) {
        if (shape.height() == height && shape.width() == width) {
            return this;
        }
        Window window = Window.of(this, shape);
        return sampled(
                Axis.resize(window.top(), window.height(), shape.height()),
                Axis.resize(window.left(), window.width(), shape.width()));
    }

    /** A picture whose pixels lie between pixels of this one, where the axes say. */
    Pixels sampled(Axis rows, Axis columns) {
        byte[] sampled = new byte[rows.length() * columns.length() * channels];
        int at = 0;
        for (int y = 0; y < rows.length(); y++) {
            int top = rows.low()[y] * width * channels;
            int bottom = rows.high()[y] * width * channels;
            float down = rows.share()[y];
            for (int x = 0; x < columns.length(); x++) {
                int left = columns.low()[x] * channels;
                int right = columns.high()[x] * channels;
                float along = columns.share()[x];
                for (int channel = 0; channel < channels; channel++) {
                    float upper = mix(values[top + left + channel], values[top + right + channel], along);
                    float lower = mix(values[bottom + left + channel], values[bottom + right + channel], along);
                    sampled[at++] = (byte) (upper + (lower - upper) * down + 0.5f);
                }
            }
        }
        return new Pixels(rows.length(), columns.length(), channels, sampled);
    }

    private static float mix(byte low, byte high, float share) {
        int from = low & 0xFF;
        return from + ((high & 0xFF) - from) * share;
    }

    /** The part of a picture that is used. */
    private record Window(int top, int left, int height, int width) {
        static Window of(Pixels picture, PictureShape shape) {
            if (shape.fit() == PictureShape.Fit.STRETCH) {
                return new Window(0, 0, picture.height, picture.width);
            }
            int height = Math.min(picture.height, scaled(picture.width, shape.height(), shape.width()));
            int width = Math.min(picture.width, scaled(picture.height, shape.width(), shape.height()));
            return new Window((picture.height - height) / 2, (picture.width - width) / 2, height, width);
        }

        private static int scaled(int side, int numerator, int denominator) {
            return (int) Math.max(1, (long) side * numerator / denominator);
        }
    }
}
