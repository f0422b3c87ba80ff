// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Short names that tell files apart. */
final class ModelNames {
    private ModelNames() {}

    /**
     * A name for each file, in their order: that of the file; with as many folders before it as it takes, where others of that name lie
     * elsewhere; with a number behind, where the same file is given again.
     */
    static List<String> of(List<Path> files) {
        List<String> names = new ArrayList<>();
        for (int index = 0; index < files.size(); index++) {
            Path file = absolute(files.get(index));
            int folders = 1;
            while (folders < file.getNameCount() && isShared(file, folders, files)) {
                folders++;
            }
            long before = files.subList(0, index).stream()
                    .filter(other -> absolute(other).equals(file))
                    .count();
            names.add(last(file, folders) + (before == 0 ? "" : " (" + (before + 1) + ")"));
        }
        return names;
    }

    private static boolean isShared(Path file, int parts, List<Path> files) {
        return files.stream()
                .map(ModelNames::absolute)
                .anyMatch(other -> !other.equals(file) && last(other, parts).equals(last(file, parts)));
    }

    private static Path last(Path file, int parts) {
        int count = file.getNameCount();
        return file.subpath(Math.max(0, count - parts), count);
    }

    private static Path absolute(Path file) {
        return file.toAbsolutePath().normalize();
    }
}
