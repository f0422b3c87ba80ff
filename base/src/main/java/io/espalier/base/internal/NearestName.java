// SPDX-License-Identifier: Apache-2.0
package io.espalier.base.internal;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/**
 * Finds the name that a mistyped one was probably meant to be: the nearest by Levenshtein's distance, where two
 * letters that changed places count once, if it is near.
 */
public final class NearestName {
    private NearestName() {}

    /** {@code " (did you mean 'dynamic'?)"}, or nothing. */
    public static String suggestion(String typed, Collection<String> names) {
        return of(typed, names).map(name -> " (did you mean '" + name + "'?)").orElse("");
    }

    /** The name itself, if one is near. */
    public static Optional<String> of(String typed, Collection<String> names) {
        return names.stream()
                .filter(name -> distance(typed, name) <= Math.max(1, name.length() / 3))
                .min(Comparator.comparingInt(name -> distance(typed, name)));
    }

    private static int distance(String left, String right) {
        int[] beforePrevious = new int[right.length() + 1];
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
                if (i > 1
                        && j > 1
                        && left.charAt(i - 1) == right.charAt(j - 2)
                        && left.charAt(i - 2) == right.charAt(j - 1)) {
                    current[j] = Math.min(current[j], beforePrevious[j - 2] + 1);
                }
            }
            beforePrevious = previous;
            previous = current;
        }
        return previous[right.length()];
    }
}
