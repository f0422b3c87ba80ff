// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.image;

/** What an image's file says of itself, found without decoding it. */
sealed interface ImageStructure permits JpegStructure, PngStructure {
    /** An image of more pixels is not decoded: its header may be wrong, and each one takes memory. */
    long MOST_PIXELS = 100_000_000;

    int width();

    int height();

    /** Whether a sound structure is reason to expect that it can be decoded. */
    boolean isCommon();

    /** @throws UnusableImageException if these are not the bytes of a whole JPEG or PNG file */
    static ImageStructure of(byte[] file) {
        if (file.length == 0) {
            throw UnusableImageException.broken("the file is empty");
        }
        ImageStructure structure;
        if (PngStructure.startsIn(file)) {
            structure = PngStructure.of(file);
        } else if (JpegStructure.startsIn(file)) {
            structure = JpegStructure.of(file);
        } else {
            throw UnusableImageException.broken("not an image: expected JPEG or PNG");
        }
        long width = structure.width();
        long height = structure.height();
        if (width < 1 || height < 1) {
            throw UnusableImageException.broken("no pixels: the size is " + width + " x " + height);
        }
        if (width * height > MOST_PIXELS) {
            throw UnusableImageException.tooLarge(
                    "too large: " + width + " x " + height + " pixels; at most " + MOST_PIXELS + " are supported");
        }
        return structure;
    }
}
