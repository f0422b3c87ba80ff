// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize;

import io.espalier.base.RecipeException;
import io.espalier.lite.Graph;
import io.espalier.lite.Operator;
import io.espalier.lite.Subgraph;
import io.espalier.lite.quantize.constant.QuantizeConstants;
import io.espalier.lite.quantize.constant.WeightOptions;
import io.espalier.lite.recipe.Method;
import io.espalier.lite.recipe.OperatorNames;
import io.espalier.lite.recipe.Recipe;
import io.espalier.lite.recipe.Rule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What each operator of a graph gets by the rules of a recipe.
 *
 * @param graph optimized
 * @param methods for each subgraph, those of its operators in order
 */
record ChosenMethods(Graph graph, List<List<Method>> methods) {
    ChosenMethods {
        methods = methods.stream().map(List::copyOf).toList();
    }

    /**
     * @param original the graph before it was optimized, which tells what was fused into an operator
     * @throws RecipeException if a rule covers nothing
     */
    static ChosenMethods of(Recipe recipe, Graph original, Graph optimized) {
        List<NamedOperator> all = recipe.rules().isEmpty() ? unnamed(optimized) : named(original, optimized);
        Map<NamedOperator, Method> chosen = new HashMap<>();
        for (Rule rule : recipe.rules()) {
            List<NamedOperator> covered = covered(rule, all);
            if (covered.isEmpty()) {
                throw new UncoveredRule(rule, all, named(original, original)).refusal();
            }
            covered.forEach(operator -> chosen.put(operator, rule.method()));
        }
        List<List<Method>> methods = new ArrayList<>();
        optimized.subgraphs().forEach(subgraph -> methods.add(new ArrayList<>()));
        all.forEach(operator -> methods.get(operator.subgraph()).add(chosen.getOrDefault(operator, recipe.method())));
        return new ChosenMethods(optimized, methods);
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

    // Names are for rules.
    private static List<NamedOperator> unnamed(Graph graph) {
        List<NamedOperator> all = new ArrayList<>();
        for (int index = 0; index < graph.subgraphs().size(); index++) {
            List<Operator> operators = graph.subgraphs().get(index).operators();
            for (int place = 0; place < operators.size(); place++) {
                all.add(new NamedOperator(index, place, operators.get(place), OperatorNames.of(List.of())));
            }
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
        return Arrays.stream(Rule.Way.values())
                .map(way -> ofKind.stream()
                        .filter(one -> way.leads(tensor, one.names()))
                        .toList())
                .filter(covered -> !covered.isEmpty())
                .findFirst()
                .orElse(List.of());
    }

    /** Those of the main subgraph's operators. */
    List<Method> ofMain() {
        return methods.get(0);
    }

    /** The graph with its constants stored so, and nothing else changed. */
    Quantized constantsOnly(WeightOptions weights) {
        Graph stored = QuantizeConstants.apply(graph, constants(weights));
        return Quantized.constantsOnly(
                stored, new ConstantsPlan(graph.main(), stored.main(), ofMain(), weights).plan());
    }

    /** How the constants of a graph's operators are stored, whose subgraphs have these operators. */
    QuantizeConstants.Choice constants(WeightOptions weights) {
        IdentityHashMap<Subgraph, IdentityHashMap<Operator, Method>> bySubgraph = new IdentityHashMap<>();
        for (int index = 0; index < methods.size(); index++) {
            Subgraph subgraph = graph.subgraphs().get(index);
            bySubgraph.put(subgraph, methods(subgraph, methods.get(index)));
        }
        return (subgraph, operator) -> Optional.ofNullable(bySubgraph
                        .getOrDefault(subgraph, new IdentityHashMap<>())
                        .get(operator))
                .flatMap(method -> method.constants(weights));
    }

    private static IdentityHashMap<Operator, Method> methods(Subgraph subgraph, List<Method> methods) {
        IdentityHashMap<Operator, Method> map = new IdentityHashMap<>();
        for (int place = 0; place < methods.size(); place++) {
            map.put(subgraph.operators().get(place), methods.get(place));
        }
        return map;
    }
}
