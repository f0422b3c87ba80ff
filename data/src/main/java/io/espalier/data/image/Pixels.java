// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.image;

import java.nio.ByteBuffer;

/** A decoded picture: unsigned bytes, row-major, channels last. */
@SuppressWarnings("ArrayRecordComponent") // handed from the decoder to the resizer only; never compared
record Pixels(int height, int width, int channels, byte[] values) {
    /**
     * Writes the picture in another size, from a position on: bilinear with half-pixel centres and without anti-aliasing, rounded to the
     * nearest, which is TensorFlow's {@code image.resize} and Keras's default for image folders.
     */
    void resize(int toHeight, int toWidth, ByteBuffer target, int position) {
        if (toHeight == height && toWidth == width) {
            target.put(position, values);
            return;
        }
        Axis rows = Axis.of(height, toHeight);
        Axis columns = Axis.of(width, toWidth);
        int at = position;
        for (int y = 0; y < toHeight; y++) {
            int top = rows.low[y] * width;
            int bottom = rows.high[y] * width;
            for (int x = 0; x < toWidth; x++) {
                for (int channel = 0; channel < channels; channel++) {
                    float upper = mix(
                            value(top + columns.low[x], channel),
                            value(top + columns.high[x], channel),
                            columns.share[x]);
                    float lower = mix(
                            value(bottom + columns.low[x], channel),
                            value(bottom + columns.high[x], channel),
                            columns.share[x]);
                    target.put(at++, (byte) Math.round(mix(upper, lower, rows.share[y])));
                }
            }
        }
    }

    private int value(int pixel, int channel) {
        return Byte.toUnsignedInt(values[pixel * channels + channel]);
    }

    private static float mix(float low, float high, float share) {
        return low + (high - low) * share;
    }

    /** For each pixel of the new axis the two neighbours on the old one, and the share of the second. */
    private record Axis(int[] low, int[] high, float[] share) {
        static Axis of(int from, int to) {
            Axis axis = new Axis(new int[to], new int[to], new float[to]);
            float scale = (float) from / to;
            for (int i = 0; i < to; i++) {
                float place = (i + 0.5f) * scale - 0.5f;
                int floor = (int) Math.floor(place);
                axis.low[i] = Math.max(floor, 0);
                axis.high[i] = Math.min(floor + 1, from - 1);
                axis.share[i] = place - floor;
            }
            return axis;
        }
    }
}
