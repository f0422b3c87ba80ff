// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize;

import io.espalier.base.RecipeException;
import io.espalier.lite.Graph;
import io.espalier.lite.Operator;
import io.espalier.lite.quantize.Quantizer.Quantized;
import io.espalier.lite.quantize.constant.QuantizeConstants;
import io.espalier.lite.quantize.constant.WeightOptions;
import io.espalier.lite.recipe.Recipe;
import io.espalier.lite.recipe.Rule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What each operator of a graph gets by the rules of a recipe.
 *
 * @param graph optimized
 * @param methods for each subgraph, those of its operators in order
 */
record ChosenMethods(Graph graph, List<List<OperatorMethod>> methods) {
    ChosenMethods {
        methods = methods.stream().map(List::copyOf).toList();
    }

    /**
     * @param original the graph before it was optimized, which tells what was fused into an operator
     * @throws RecipeException if a rule covers nothing
     */
    static ChosenMethods of(Recipe recipe, Graph original, Graph optimized) {
        List<List<OperatorMethod>> methods = new ArrayList<>();
        optimized
                .subgraphs()
                .forEach(subgraph -> methods.add(new ArrayList<>(
                        Collections.nCopies(subgraph.operators().size(), OperatorMethod.ofRecipe(recipe.method())))));
        // Names are for rules.
        List<NamedOperator> all = recipe.rules().isEmpty() ? List.of() : named(original, optimized);
        for (Rule rule : recipe.rules()) {
            List<NamedOperator> covered = covered(rule, all);
            if (covered.isEmpty()) {
                throw new UncoveredRule(rule, all, named(original, original)).refusal();
            }
            covered.forEach(one -> methods.get(one.subgraph()).set(one.place(), OperatorMethod.ofRule(rule.method())));
        }
        return new ChosenMethods(optimized, methods);
    }

    /** For each operator of the main subgraph the text that names it best of those by which a rule covers it alone, as {@link RuleNames} say. */
    static List<Optional<String>> shortestNames(Graph original, Graph optimized) {
        return new RuleNames(optimized.main(), named(original, optimized)).ofMain();
    }

    /** An operator in its place, and what it may be called by. */
    record NamedOperator(int subgraph, int place, Operator operator, OperatorNames names) {}

    private static List<NamedOperator> named(Graph original, Graph rewritten) {
        List<NamedOperator> all = new ArrayList<>();
        for (int index = 0; index < rewritten.subgraphs().size(); index++) {
            int subgraph = index;
            List<Operator> operators = rewritten.subgraphs().get(index).operators();
            List<OperatorNames> names = FusedNames.of(
                    original.subgraphs().get(index), rewritten.subgraphs().get(index));
            IntStream.range(0, operators.size())
                    .forEach(place ->
                            all.add(new NamedOperator(subgraph, place, operators.get(place), names.get(place))));
        }
        return all;
    }

    /** What is called so; an expression covers only where nothing is. */
    static List<NamedOperator> covered(Rule rule, List<NamedOperator> all) {
        List<NamedOperator> ofKind =
                all.stream().filter(one -> rule.isOfKind(one.operator())).toList();
        if (rule.tensor().isEmpty()) {
            return ofKind;
        }
        String tensor = rule.tensor().get();
        return Arrays.stream(NameMatch.values())
                .map(way -> ofKind.stream()
                        .filter(one -> way.leads(tensor, one.names()))
                        .toList())
                .filter(covered -> !covered.isEmpty())
                .findFirst()
                .orElse(List.of());
    }

    /** Those of the main subgraph's operators. */
    List<OperatorMethod> ofMain() {
        return methods.get(0);
    }

    /**
     * The graph with its constants stored so, and nothing else changed.
     *
     * @param fitting gives weights and biases other values by the plan, before they are stored
     */
    Quantized constantsOnly(WeightOptions weights, WeightFitting fitting) {
        Quantized stored = stored(graph, weights);
        return fitting.fit(graph, stored.plan())
                .map(fitted -> stored(fitted, weights))
                .orElse(stored)
                .withNotesBefore(fitting.notes(stored.plan()));
    }

    private Quantized stored(Graph floats, WeightOptions weights) {
        Graph stored = QuantizeConstants.apply(floats, constants(weights));
        return Quantized.constantsOnly(
                        stored, new ConstantsPlan(floats.main(), stored.main(), ofMain(), weights).plan())
                .withNotesBefore(HalfLosses.notes(floats, stored));
    }

    /** How the constants of the graph's operators are stored. */
    QuantizeConstants.Choice constants(WeightOptions weights) {
        return (subgraph, operator) -> methods.get(subgraph).get(operator).constants(weights);
    }
}
