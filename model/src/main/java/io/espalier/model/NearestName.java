// SPDX-License-Identifier: Apache-2.0
package io.espalier.model;

import java.util.Collection;
import java.util.Comparator;

/** Finds the name that a mistyped one was probably meant to be: the nearest by Levenshtein's distance, if it is near. */
public final class NearestName {
    private NearestName() {}

    /** {@code "; did you mean 'dynamic'?"}, or nothing. */
    public static String suggestion(String typed, Collection<String> names) {
        return names.stream()
                .filter(name -> distance(typed, name) <= Math.max(1, name.length() / 3))
                .min(Comparator.comparingInt(name -> distance(typed, name)))
                .map(name -> "; did you mean '" + name + "'?")
                .orElse("");
    }

    private static int distance(String left, String right) {
        int[] previous = new int[right.length() + 1];
        for (int j = 0; j <= right.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= left.length(); i++) {
            int[] current = new int[right.length() + 1];
            current[0] = i;
            for (int j = 1; j <= right.length(); j++) {
                int replaced = previous[j - 1] + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, 1 + Math.min(previous[j], current[j - 1]));
            }
            previous = current;
        }
        return previous[right.length()];
    }
}
