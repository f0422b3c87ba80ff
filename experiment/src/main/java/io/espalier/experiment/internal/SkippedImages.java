// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.internal;

import io.espalier.data.image.ImageFolder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Collects the broken images that a data set is opened without, to report them together. */
public final class SkippedImages implements Consumer<ImageFolder.BrokenImage> {
    private static final int MOST_NAMED = 20;

    private final List<ImageFolder.BrokenImage> found = new ArrayList<>();

    /** No image is skipped yet. */
    public SkippedImages() {
        // nothing is found yet
    }

    @Override
    public void accept(ImageFolder.BrokenImage broken) {
        found.add(broken);
    }

    /** A line for each of the first ones, and their number; empty if no image is broken. */
    public List<String> report() {
        if (found.isEmpty()) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        found.stream().limit(MOST_NAMED).forEach(broken -> lines.add("Skipped " + broken));
        lines.add("Broken images skipped: " + found.size()
                + (found.size() > MOST_NAMED ? " (only the first " + MOST_NAMED + " are listed)" : "")
                + "; with --strict, the command stops at the first");
        return List.copyOf(lines);
    }
}
