// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.image;

import io.espalier.data.DataFormatException;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * A file of an image folder that is no picture, or a damaged one.
 *
 * @param reason what is wrong with it, in a few words
 */
public record BrokenImage(Path file, String reason) {
    static final String ADVICE = "remove it, or save it again as JPEG or PNG";

    /** For those who would rather stop than go without a picture: throws a {@link DataFormatException} at the first. */
    public static Consumer<BrokenImage> refused() {
        return picture -> {
            throw new DataFormatException(picture + "; " + ADVICE);
        };
    }

    /** As it is said in messages. */
    @Override
    public String toString() {
        return file + ": " + reason;
    }
}
