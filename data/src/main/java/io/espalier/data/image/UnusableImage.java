// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.image;

import io.espalier.data.DataFormatException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * A file of an image folder that is left out.
 *
 * @param file its path
 * @param fault the kind of reason
 * @param reason what is wrong with it, in a few words
 */
public record UnusableImage(Path file, Fault fault, String reason) {
    public UnusableImage {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(fault, "fault");
        Objects.requireNonNull(reason, "reason");
    }

    /** Why an image cannot be used. */
    public enum Fault {
        /** It is not an image, or is damaged. */
        BROKEN("remove it, or save it again as JPEG or PNG"),
        /** It has more pixels or bytes than Espalier decodes. */
        TOO_LARGE("make it smaller");

        private final String advice;

        Fault(String advice) {
            this.advice = advice;
        }

        /** What can be done about it, in a few words. */
        String advice() {
            return advice;
        }
    }

    /** A consumer that stops at the first unusable image with a {@link DataFormatException}. */
    public static Consumer<UnusableImage> refused() {
        return image -> {
            throw new DataFormatException(image + "; " + image.fault().advice());
        };
    }

    /** The file and the reason, as messages show them. */
    @Override
    public String toString() {
        return file + ": " + reason;
    }
}
