// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.space;

import io.espalier.search.space.Template.Choice;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Ways to close choices in which each option occurs; of a choice between more than 20, some. */
final class Pins {
    private static final int MOST = 20;

    private Pins() {}

    /** For each option of each choice one way with it, and the first of all others but those around it. */
    static List<Map<Choice, Integer>> all(Template template) {
        List<Map<Choice, Integer>> all = new ArrayList<>();
        all.add(Map.of());
        add(template, Map.of(), all);
        return all;
    }

    private static void add(Template template, Map<Choice, Integer> around, List<Map<Choice, Integer>> all) {
        if (template instanceof Choice choice) {
            for (int option : some(choice.options().size())) {
                Map<Choice, Integer> pinned = new HashMap<>(around);
                pinned.put(choice, option);
                all.add(pinned);
                add(choice.options().get(option), pinned, all);
            }
        } else if (template instanceof Template.Keys keys) {
            keys.values().forEach(value -> add(value, around, all));
        } else if (template instanceof Template.Entries entries) {
            entries.entries().forEach(entry -> add(entry, around, all));
        }
    }

    /** All options, or of many the first, the last and some between. */
    private static int[] some(int options) {
        return options <= MOST
                ? IntStream.range(0, options).toArray()
                : IntStream.range(0, MOST)
                        .map(place -> (int) ((long) place * (options - 1) / (MOST - 1)))
                        .toArray();
    }

    /** The way itself, and others with the last options, or any, where nothing is pinned, to get around choices that contradict each other. */
    static Stream<Map<Choice, Integer>> ways(Map<Choice, Integer> pinned, Template template) {
        return Stream.concat(Stream.of(pinned), Stream.of(template).flatMap(all -> around(pinned, all).stream()));
    }

    private static List<Map<Choice, Integer>> around(Map<Choice, Integer> pinned, Template template) {
        List<Choice> choices = new ArrayList<>();
        template.addChoices(choices);
        List<Map<Choice, Integer>> ways = new ArrayList<>();
        for (int way = 1; way <= 20; way++) {
            Map<Choice, Integer> picks = new HashMap<>();
            int number = way;
            for (Choice choice : choices) {
                int options = choice.options().size();
                picks.put(choice, way == 1 ? options - 1 : Math.floorMod(number, options));
                number = number / options + way;
            }
            picks.putAll(pinned);
            ways.add(picks);
        }
        return ways;
    }
}
