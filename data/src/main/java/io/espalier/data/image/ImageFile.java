// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.image;

import io.espalier.base.EspalierException;
import io.espalier.base.ImageShape;
import io.espalier.data.DataFormatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
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
    Optional<ImageFolder.UnusableImage> check(ImageDecoder decoder) {
        try {
            requireFile();
            byte[] bytes = bytes();
            ImageStructure structure = ImageStructure.of(bytes);
            decoder.start(bytes, structure);
            return Optional.empty();
        } catch (UnusableImageException e) {
            return Optional.of(new ImageFolder.UnusableImage(path, e.fault(), e.getMessage()));
        }
    }

    /**
     * @throws DataFormatException if the file is no image, is damaged, or is of a kind that cannot be decoded
     * @throws UncheckedIOException if it cannot be read
     */
    Pixels read(ImageDecoder decoder, ImageShape.Color color) {
        try {
            return decode(path.toString(), bytes(), decoder, color);
        } catch (UnusableImageException e) {
            throw unusable(path.toString(), e);
        }
    }

    /** @throws DataFormatException as {@link #read} */
    static Pixels decode(String name, byte[] file, ImageDecoder decoder, ImageShape.Color color) {
        try {
            return decoder.decode(file, ImageStructure.of(file), color);
        } catch (UnusableImageException e) {
            throw unusable(name, e);
        }
    }

    private static DataFormatException unusable(String name, UnusableImageException e) {
        return new DataFormatException(
                name + ": " + e.getMessage() + "; " + e.fault().advice(), e);
    }

    // A pipe would be waited for.
    private void requireFile() {
        if (!Files.isRegularFile(path)) {
            throw UnusableImageException.broken(
                    Files.isSymbolicLink(path) ? "a link to a file that does not exist" : "not a regular file");
        }
    }

    private byte[] bytes() {
        try {
            long size = Files.size(path);
            if (size > MOST_BYTES) {
                throw UnusableImageException.tooLarge(
                        "too large: " + size + " bytes; at most " + MOST_BYTES + " are supported");
            }
            return Files.readAllBytes(path);
        } catch (ClosedByInterruptException e) {
            throw new EspalierException.Interrupted("reading " + path);
        } catch (IOException e) {
            throw new UncheckedIOException(new IOException("cannot read " + path, e));
        }
    }
}
