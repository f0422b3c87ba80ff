// SPDX-License-Identifier: Apache-2.0
package io.espalier.notebooks;

import io.espalier.notebooks.kernel.Output;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Whether two runs of a cell tell the same. Words must be equal. Numbers may differ a little: processors round sums of a training differently.
 * Pictures count as equal, since they show the same numbers.
 */
final class Likeness {
    private static final Pattern NUMBER = Pattern.compile("\\d[\\d,]*(?:\\.\\d+)?");
    private static final Pattern BLANKS = Pattern.compile("[ \\-=|+.]{2,}");

    /** Of the larger number; and what counts are apart by at most, shares of a hundred examples for instance. */
    private static final double RELATIVE = 0.1;

    private static final double ABSOLUTE = 0.03;

    private Likeness() {}

    /** Whether all words are the same, whatever the numbers. */
    static boolean sameWords(List<Output> one, List<Output> other) {
        return words(one).equals(words(other));
    }

    /** Whether all words are the same, and all numbers nearly. */
    static boolean alike(List<Output> one, List<Output> other) {
        if (!sameWords(one, other)) {
            return false;
        }
        double[] ours = numbers(one);
        double[] theirs = numbers(other);
        for (int place = 0; place < ours.length; place++) {
            double apart = Math.abs(ours[place] - theirs[place]);
            if (apart > ABSOLUTE && apart > RELATIVE * Math.max(ours[place], theirs[place])) {
                return false;
            }
        }
        return ours.length == theirs.length;
    }

    private static String words(List<Output> outputs) {
        return BLANKS.matcher(NUMBER.matcher(text(outputs)).replaceAll("#")).replaceAll(" ");
    }

    private static double[] numbers(List<Output> outputs) {
        return NUMBER.matcher(text(outputs))
                .results()
                .map(MatchResult::group)
                .mapToDouble(number -> Double.parseDouble(number.replace(",", "")))
                .toArray();
    }

    /** All that can be read. */
    static String text(List<Output> outputs) {
        StringBuilder text = new StringBuilder();
        for (Output output : outputs) {
            if (output instanceof Output.Printed printed) {
                text.append(printed.text());
            } else if (output instanceof Output.Displayed displayed) {
                text.append(readable(displayed.data()));
            } else if (output instanceof Output.Value value) {
                text.append(readable(value.data()));
            }
            text.append('\n');
        }
        return text.toString();
    }

    private static String readable(Map<String, String> data) {
        return data.getOrDefault("text/plain", "");
    }
}
