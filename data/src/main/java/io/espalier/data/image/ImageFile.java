// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.image;

import io.espalier.base.ImageShape;
import io.espalier.data.DataFormatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A JPEG or PNG file. */
record ImageFile(Path path) {
    private static final long MOST_BYTES = 1 << 29;

    /**
     * Looks for what is wrong with the file without decoding more than is needed to see that it can be.
     *
     * @throws UncheckedIOException if it cannot be read
     */
    Optional<ImageFolder.BrokenImage> check(ImageDecoder decoder) {
        try {
            byte[] bytes = bytes();
            ImageStructure structure = ImageStructure.of(bytes);
            decoder.start(bytes, structure);
            return Optional.empty();
        } catch (BrokenImageException e) {
            return Optional.of(new ImageFolder.BrokenImage(path, String.valueOf(e.getMessage())));
        }
    }

    /**
     * @throws DataFormatException if the file is no image, is damaged, or is of a kind that cannot be decoded
     * @throws UncheckedIOException if it cannot be read
     */
    Pixels read(ImageDecoder decoder, ImageShape.Color color) {
        try {
            byte[] bytes = bytes();
            return decoder.decode(bytes, ImageStructure.of(bytes), color);
        } catch (BrokenImageException e) {
            throw new DataFormatException(path + ": " + e.getMessage() + "; " + ImageFolder.BrokenImage.ADVICE, e);
        }
    }

    private byte[] bytes() {
        try {
            if (Files.size(path) > MOST_BYTES) {
                throw new BrokenImageException("larger than " + MOST_BYTES + " bytes");
            }
            return Files.readAllBytes(path);
        } catch (IOException e) {
            throw new UncheckedIOException(new IOException("cannot read " + path, e));
        }
    }
}
