// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.image;

import io.espalier.base.ImageShape;

/** A decoded image: unsigned bytes, row-major, channels last. */
@SuppressWarnings("ArrayRecordComponent") // handed from one step to the next only; never compared
record Pixels(int height, int width, int channels, byte[] values) {
    /**
     * The image in another size: bilinear with half-pixel centres and without anti-aliasing, which is TensorFlow's {@code image.resize} and
     * Keras's default for image folders, rounded to the nearest. What of an image of another aspect ratio is used says the shape.
     */
    Pixels resized(ImageShape shape) {
        if (shape.height() == height && shape.width() == width) {
            return this;
        }
        Window window = Window.of(this, shape);
        return sampled(
                Axis.resize(window.top(), window.height(), shape.height()),
                Axis.resize(window.left(), window.width(), shape.width()));
    }

    /** An image whose pixels lie between pixels of this one, where the axes say. */
    Pixels sampled(Axis rows, Axis columns) {
        int length = columns.length() * channels;
        byte[] sampled = new byte[rows.length() * length];
        float[] upper = new float[length];
        float[] lower = new float[length];
        for (int y = 0; y < rows.length(); y++) {
            sampleRow(rows.low()[y], columns, upper);
            sampleRow(rows.high()[y], columns, lower);
            float down = rows.share()[y];
            int start = y * length;
            for (int i = 0; i < length; i++) {
                sampled[start + i] = (byte) (upper[i] + (lower[i] - upper[i]) * down + 0.5f);
            }
        }
        return new Pixels(rows.length(), columns.length(), channels, sampled);
    }

    private void sampleRow(int row, Axis columns, float[] sampled) {
        int[] low = columns.low();
        int[] high = columns.high();
        float[] share = columns.share();
        byte[] stored = values;
        int start = row * width * channels;
        // channel by channel: an inner loop of three is one that Java does not make quick
        for (int channel = 0; channel < channels; channel++) {
            int at = channel;
            for (int x = 0; x < low.length; x++) {
                int from = stored[start + low[x] * channels + channel] & 0xFF;
                int to = stored[start + high[x] * channels + channel] & 0xFF;
                sampled[at] = from + (to - from) * share[x];
                at += channels;
            }
        }
    }

    /** The part of an image that is used. */
    private record Window(int top, int left, int height, int width) {
        static Window of(Pixels image, ImageShape shape) {
            if (shape.fit() == ImageShape.Fit.STRETCH) {
                return new Window(0, 0, image.height, image.width);
            }
            int height = Math.min(image.height, scaled(image.width, shape.height(), shape.width()));
            int width = Math.min(image.width, scaled(image.height, shape.width(), shape.height()));
            return new Window((image.height - height) / 2, (image.width - width) / 2, height, width);
        }

        private static int scaled(int side, int numerator, int denominator) {
            return (int) Math.max(1, (long) side * numerator / denominator);
        }
    }
}
