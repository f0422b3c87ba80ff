// SPDX-License-Identifier: Apache-2.0
package io.espalier.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The words after a benchmark's name: those before the first {@code --}, and the groups that follow each {@code --}.
 *
 * @param usage of the benchmark, for messages
 */
public record Arguments(String usage, List<String> words, List<List<String>> groups) {
    private static final String SEPARATOR = "--";

    public Arguments {
        words = List.copyOf(words);
        groups = groups.stream().map(List::copyOf).toList();
    }

    public static Arguments of(String usage, List<String> all) {
        List<List<String>> groups = new ArrayList<>();
        groups.add(new ArrayList<>());
        for (String word : all) {
            if (word.equals(SEPARATOR)) {
                groups.add(new ArrayList<>());
            } else {
                groups.get(groups.size() - 1).add(word);
            }
        }
        return new Arguments(usage, groups.get(0), groups.subList(1, groups.size()));
    }

    /** The whole number in that place, at least 1, or the usual one where there are fewer words. */
    public int number(int place, int usual) {
        double number = decimal(place, usual);
        if (number < 1 || number != Math.rint(number) || number > Integer.MAX_VALUE) {
            throw new UsageException(words.get(place) + " is not a whole number of at least 1; usage: " + usage);
        }
        return (int) number;
    }

    /** The number in that place, or the usual one where there are fewer words. */
    public double decimal(int place, double usual) {
        if (place >= words.size()) {
            return usual;
        }
        try {
            return Double.parseDouble(words.get(place));
        } catch (NumberFormatException e) {
            throw new UsageException(words.get(place) + " is not a number; usage: " + usage);
        }
    }

    /**
     * A file or folder that exists.
     *
     * @param what it is, for messages
     */
    public Path path(int place, String what) {
        if (place >= words.size()) {
            throw new UsageException("which " + what + "? usage: " + usage);
        }
        Path path = Path.of(words.get(place));
        if (!Files.exists(path)) {
            throw new UsageException("the " + what + " " + path + " does not exist; usage: " + usage);
        }
        return path;
    }
}
