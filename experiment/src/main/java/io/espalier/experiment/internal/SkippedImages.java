// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.internal;

import io.espalier.data.image.ImageFolder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Collects the images that a data set is opened without, broken or too large ones, to report them together. */
public final class SkippedImages implements Consumer<ImageFolder.UnusableImage> {
    private static final int MOST_NAMED = 20;

    private final List<ImageFolder.UnusableImage> found = new ArrayList<>();

    /** No image is skipped yet. */
    public SkippedImages() {
        // nothing is found yet
    }

    @Override
    public void accept(ImageFolder.UnusableImage image) {
        found.add(image);
    }

    /** A line for each of the first ones, and their number; empty if no image is skipped. */
    public List<String> report() {
        if (found.isEmpty()) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        found.stream().limit(MOST_NAMED).forEach(image -> lines.add("Skipped " + image));
        lines.add("Images skipped: " + found.size() + " (" + kinds() + ")"
                + (found.size() > MOST_NAMED ? ", of which the first " + MOST_NAMED + " are listed" : "")
                + "; with --strict, the command stops at the first");
        return List.copyOf(lines);
    }

    private String kinds() {
        long tooLarge = found.stream()
                .filter(image -> image.fault() == ImageFolder.UnusableImage.Fault.TOO_LARGE)
                .count();
        long broken = found.size() - tooLarge;
        return Stream.of(broken == 0 ? "" : broken + " broken", tooLarge == 0 ? "" : tooLarge + " too large")
                .filter(kind -> !kind.isEmpty())
                .collect(Collectors.joining(", "));
    }
}
