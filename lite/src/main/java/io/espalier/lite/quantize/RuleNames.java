// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize;

import io.espalier.base.RecipeException;
import io.espalier.lite.Subgraph;
import io.espalier.lite.quantize.ChosenMethods.NamedOperator;
import io.espalier.lite.recipe.Method;
import io.espalier.lite.recipe.Rule;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The texts by which rules cover operators alone. Operators that share their weights, as the steps of a recurrent layer do, are covered together: a rule for one
 * of them would store the weights twice.
 *
 * @param main the subgraph whose operators get names
 * @param all operators of all subgraphs
 */
record RuleNames(Subgraph main, List<NamedOperator> all) {
    /** For each operator of the main subgraph: the layer that the weights are of before what was fused into it, then the weights, last an operation; of equals the shortest. */
    List<Optional<String>> ofMain() {
        List<NamedOperator> own =
                all.stream().filter(one -> one.subgraph() == 0).toList();
        Map<List<Integer>, List<NamedOperator>> sharing =
                own.stream().collect(Collectors.groupingBy(one -> FusedNames.weights(main, one.operator())));
        return own.stream()
                .map(one -> {
                    List<Integer> weights = FusedNames.weights(main, one.operator());
                    List<NamedOperator> together =
                            weights.isEmpty() ? List.of(one) : sharing.getOrDefault(weights, List.of(one));
                    OperatorNames named = OperatorNames.of(weights.stream()
                            .map(index -> main.tensor(index).name())
                            .toList());
                    return best(one, together, named).or(() -> best(one, List.of(one), named));
                })
                .toList();
    }

    private Optional<String> best(NamedOperator one, List<NamedOperator> together, OperatorNames weights) {
        return one.names()
                .withParts()
                .filter(text -> !text.isBlank() && coversJust(together, text))
                .min(Comparator.comparingInt((String text) -> rank(text, one.names(), weights))
                        .thenComparingInt(String::length)
                        .thenComparing(Comparator.naturalOrder()));
    }

    private static int rank(String text, OperatorNames names, OperatorNames weights) {
        if (weights.haveLayer(text)) {
            return 0;
        }
        return names.haveLayer(text)
                ? 1
                : weights.all().contains(text) ? 2 : names.all().contains(text) ? 3 : 4;
    }

    private boolean coversJust(List<NamedOperator> together, String text) {
        try {
            List<NamedOperator> covered = ChosenMethods.covered(Rule.of(text, null, Method.NONE), all);
            return covered.size() == together.size() && new HashSet<>(together).containsAll(covered);
        } catch (RecipeException e) {
            return false; // it is no expression
        }
    }
}
