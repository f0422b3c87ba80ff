// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.image;

import com.twelvemonkeys.imageio.metadata.Entry;
import com.twelvemonkeys.imageio.metadata.tiff.TIFF;
import com.twelvemonkeys.imageio.metadata.tiff.TIFFReader;
import com.twelvemonkeys.imageio.stream.ByteArrayImageInputStream;
import java.io.IOException;

/**
 * How a camera was held, as Exif tells it: which stored pixel belongs where in the upright image.
 *
 * @param fromBottom whether the first row is the last that is stored
 * @param fromRight whether the first column is the last that is stored
 * @param transposed whether rows then become columns
 */
record Orientation(boolean fromBottom, boolean fromRight, boolean transposed) {
    static final Orientation UPRIGHT = new Orientation(false, false, false);

    /** Of the TIFF structure that an Exif segment holds; what cannot be understood is upright. */
    static Orientation ofExif(byte[] tiff) {
        try (ByteArrayImageInputStream stream = new ByteArrayImageInputStream(tiff)) {
            Entry entry = new TIFFReader().read(stream).getEntryById(TIFF.TAG_ORIENTATION);
            return entry != null && entry.getValue() instanceof Number number ? of(number.intValue()) : UPRIGHT;
        } catch (IOException | RuntimeException e) {
            return UPRIGHT; // the reader throws many kinds; an image is not lost over how it is turned
        }
    }

    /** By the value of the tag Orientation of TIFF 6.0, from 1 to 8. */
    static Orientation of(int tag) {
        return switch (tag) {
            case 2 -> new Orientation(false, true, false);
            case 3 -> new Orientation(true, true, false);
            case 4 -> new Orientation(true, false, false);
            case 5 -> new Orientation(false, false, true);
            case 6 -> new Orientation(true, false, true);
            case 7 -> new Orientation(true, true, true);
            case 8 -> new Orientation(false, true, true);
            default -> UPRIGHT;
        };
    }

    /** The image as it is looked at. */
    Pixels upright(Pixels stored) {
        if (equals(UPRIGHT)) {
            return stored;
        }
        int height = transposed ? stored.width() : stored.height();
        int width = transposed ? stored.height() : stored.width();
        int channels = stored.channels();
        byte[] values = new byte[stored.values().length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int row = transposed ? x : y;
                int column = transposed ? y : x;
                int from = (fromBottom ? stored.height() - 1 - row : row) * stored.width()
                        + (fromRight ? stored.width() - 1 - column : column);
                System.arraycopy(stored.values(), from * channels, values, (y * width + x) * channels, channels);
            }
        }
        return new Pixels(height, width, channels, values);
    }
}
