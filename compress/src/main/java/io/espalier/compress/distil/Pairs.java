// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.distil;

import io.espalier.compress.CompressionException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Inputs or outputs, of which those of two owners belong together: those of the same name, or if no name says so, those in the same place.
 *
 * @param owner whose they are, for messages
 * @param kind what they are, such as outputs
 * @param names of each, in their order
 */
record Pairs(String owner, String kind, List<Set<String>> names) {
    static Pairs of(String owner, String kind, List<String> names) {
        return new Pairs(owner, kind, names.stream().map(Set::of).toList());
    }

    /**
     * For each of these the place of the other's that belongs to it.
     *
     * @throws CompressionException if the names leave some over and there are not as many, or names and places contradict each other
     */
    List<Integer> placesIn(Pairs other) {
        List<Integer> named = new ArrayList<>();
        names.forEach(one -> named.add(other.placeOf(one)));
        if (!named.contains(-1)) {
            return named;
        }
        if (names.size() != other.names.size()) {
            throw new CompressionException(owner + " has " + described() + ", but " + other.owner + " has "
                    + other.described() + "; both must have as many, or the same names");
        }
        List<Integer> inOrder = IntStream.range(0, names.size()).boxed().toList();
        for (int place : inOrder) {
            if (named.get(place) >= 0 && named.get(place) != place) {
                throw new CompressionException(owner + " has " + described() + ", but " + other.owner + " has "
                        + other.described() + ": by its name, '" + name(place) + "' belongs to number "
                        + (named.get(place) + 1) + ", by its place to number " + (place + 1)
                        + "; give those that belong together the same names");
            }
        }
        return inOrder;
    }

    private int placeOf(Set<String> wanted) {
        return IntStream.range(0, names.size())
                .filter(place -> !Collections.disjoint(names.get(place), wanted))
                .findFirst()
                .orElse(-1);
    }

    private String described() {
        return "the " + kind + " "
                + IntStream.range(0, names.size()).mapToObj(this::name).toList();
    }

    private String name(int place) {
        return String.join(" or ", names.get(place).stream().sorted().toList());
    }
}
