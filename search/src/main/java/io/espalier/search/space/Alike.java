// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.space;

import io.espalier.search.space.Template.Choice;
import io.espalier.search.space.Template.Entries;
import io.espalier.search.space.Template.Fixed;
import io.espalier.search.space.Template.Keys;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Counts the recipes that begin as one of them does: those that differ in later steps only. */
final class Alike {
    private Alike() {}

    /**
     * For each step of a recipe, how many recipes are the same up to it.
     *
     * @param template a whole recipe
     * @param picks what was chosen
     */
    static List<BigInteger> of(Template template, Map<Choice, Integer> picks) {
        if (template instanceof Keys keys) {
            for (Template value : keys.values()) {
                if (value instanceof Entries steps && steps.spliced()) {
                    return behind(steps, picks);
                }
            }
        }
        return List.of();
    }

    /** For each step that a part stands for, the number of ways in which the part goes on. */
    private static List<BigInteger> behind(Template part, Map<Choice, Integer> picks) {
        if (part instanceof Choice choice) {
            return behind(choice.options().get(picks.getOrDefault(choice, 0)), picks);
        }
        if (part instanceof Entries steps && steps.spliced()) {
            List<BigInteger> all = new ArrayList<>();
            for (int place = 0; place < steps.entries().size(); place++) {
                BigInteger later = Template.Parts.count(
                        steps.entries().subList(place + 1, steps.entries().size()));
                behind(steps.entries().get(place), picks).forEach(ways -> all.add(ways.multiply(later)));
            }
            return all;
        }
        int steps = part instanceof Fixed fixed && fixed.node() instanceof SequenceNode several
                ? several.getValue().size()
                : 1;
        return Collections.nCopies(steps, BigInteger.ONE);
    }
}
