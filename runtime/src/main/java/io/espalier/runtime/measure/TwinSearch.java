// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.measure;

import io.espalier.runtime.measure.Profile.Operator;
import io.espalier.runtime.measure.ProfileComparison.Match;
import io.espalier.runtime.measure.ProfileComparison.Pair;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;

/**
 * Finds for operators of one file those of another form of the same model: by the names of their outputs, by a name that both share where
 * names of fused layers are joined, and at last by type, in order. None is taken twice.
 */
final class TwinSearch {
    private final List<Operator> operators;
    private final List<Operator> others;
    private final Map<Operator, Pair> found = new LinkedHashMap<>();

    private TwinSearch(List<Operator> operators, List<Operator> others) {
        this.operators = operators;
        this.others = new ArrayList<>(others);
    }

    /** A pair for each operator, in their order, then one for each of the others that is left. */
    static List<Pair> pairs(List<Operator> operators, List<Operator> others) {
        return new TwinSearch(operators, others).pairs();
    }

    private List<Pair> pairs() {
        match(Match.NAME, (one, other) -> sameType(one, other) && sameName(one, other));
        match(Match.NAME, (one, other) -> sameType(one, other) && shareName(one, other));
        match(Match.NAME, (one, other) -> !converts(one) && !converts(other) && sameName(one, other));
        match(Match.TYPE, TwinSearch::sameType);
        List<Pair> pairs = new ArrayList<>();
        for (Operator one : operators) {
            pairs.add(found.getOrDefault(one, new Pair(Optional.of(one), Optional.empty(), Match.NONE)));
        }
        others.forEach(other -> pairs.add(new Pair(Optional.empty(), Optional.of(other), Match.NONE)));
        return pairs;
    }

    private void match(Match how, BiPredicate<Operator, Operator> same) {
        for (Operator one : operators) {
            if (!found.containsKey(one)) {
                others.stream()
                        .filter(other -> same.test(one, other))
                        .findFirst()
                        .ifPresent(other -> {
                            others.remove(other);
                            found.put(one, new Pair(Optional.of(one), Optional.of(other), how));
                        });
            }
        }
    }

    private static boolean sameType(Operator one, Operator other) {
        return one.type().equals(other.type()) && one.subgraph().equals(other.subgraph());
    }

    private static boolean converts(Operator operator) {
        return operator.type().equals("QUANTIZE") || operator.type().equals("DEQUANTIZE");
    }

    private static boolean sameName(Operator one, Operator other) {
        return !one.name().isEmpty() && one.name().equals(other.name());
    }

    private static boolean shareName(Operator one, Operator other) {
        Set<String> names = names(one);
        names.retainAll(names(other));
        return !names.isEmpty();
    }

    private static Set<String> names(Operator operator) {
        Set<String> names = new LinkedHashSet<>(Arrays.asList(operator.name().split(";")));
        names.remove("");
        return names;
    }
}
