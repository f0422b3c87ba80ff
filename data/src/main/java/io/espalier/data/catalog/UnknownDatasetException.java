// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.catalog;

import io.espalier.base.EspalierException;
import io.espalier.base.internal.NearestName;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** There is no data set, file or folder of that name. The message lists the names and suggests the nearest. */
final class UnknownDatasetException extends EspalierException {
    private static final long serialVersionUID = 1;

    UnknownDatasetException(String message) {
        super(Kind.BAD_USE, message);
    }

    UnknownDatasetException(String name, List<String> known) {
        super(
                Kind.BAD_USE,
                name + ": no such " + (isPath(name) ? "file or folder" : "folder, file or data set")
                        + suggestion(
                                name,
                                Stream.concat(known.stream(), neighbours(name)).toList())
                        + ". Give an image folder, an .npy or .npz file, the binary files of CIFAR-10, or one of "
                        + String.join(", ", known));
    }

    /** What lies where the file was looked for. */
    private static Stream<String> neighbours(String name) {
        try {
            Path folder = Path.of(name).toAbsolutePath().getParent();
            String start = name.substring(
                    0, name.length() - Path.of(name).getFileName().toString().length());
            String[] names = folder == null ? null : folder.toFile().list();
            return names == null ? Stream.empty() : Arrays.stream(names).map(start::concat);
        } catch (InvalidPathException e) {
            return Stream.empty();
        }
    }

    private static boolean isPath(String name) {
        return name.contains("/") || name.contains("\\") || name.contains(".");
    }

    private static String suggestion(String name, List<String> known) {
        return NearestName.suggestion(name.toLowerCase(Locale.ROOT).replaceAll("[ _]", "-"), known);
    }
}
