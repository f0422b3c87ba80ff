// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.recipe;

import io.espalier.lite.Operator;
import io.espalier.lite.Subgraph;
import io.espalier.lite.quantize.Granularity;
import io.espalier.lite.quantize.WeightOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What becomes of the numbers of a graph.
 *
 * @param method what every operator gets that no rule covers
 * @param weights which weights become integers; float16 stores all constants, whatever this says
 * @param rules where several cover an operator, the last wins
 */
public record Recipe(Method method, WeightOptions weights, List<Rule> rules) {
    public Recipe {
        rules = List.copyOf(rules);
    }

    /** One method for all operators, and the usual options. */
    public static Recipe of(Method method) {
        return new Recipe(method, WeightOptions.USUAL, List.of());
    }

    /**
     * The recipe of a name, such as {@code float16}, {@code dynamic} or {@code weight_only_int4}.
     *
     * @throws RecipeException if there is none
     */
    public static Recipe named(String name) {
        return of(Method.ofId(name));
    }

    /** With other numbers of scales. */
    public Recipe granularity(Granularity granularity) {
        return new Recipe(method, new WeightOptions(granularity, weights.leastElements()), rules);
    }

    /** Weights of fewer elements stay float. */
    public Recipe leastElements(int elements) {
        return new Recipe(method, new WeightOptions(weights.granularity(), elements), rules);
    }

    /** With one rule more, which wins over those before. */
    public Recipe rule(Rule rule) {
        List<Rule> more = new ArrayList<>(rules);
        more.add(rule);
        return new Recipe(method, weights, more);
    }

    /**
     * With operators left as they are.
     *
     * @param tensor a regular expression that is found in the name of one of their outputs
     */
    public Recipe keepFloat(String tensor) {
        return rule(Rule.of(tensor, null, Method.NONE));
    }

    /** On one line, what is not usual only: {@code dynamic, granularity per_tensor, /logits/: none}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(method.id());
        if (weights.granularity() != WeightOptions.USUAL.granularity()) {
            text.append(", granularity ").append(weights.granularity().name().toLowerCase(Locale.ROOT));
        }
        if (weights.leastElements() != WeightOptions.USUAL_LEAST_ELEMENTS) {
            text.append(", least_elements ").append(weights.leastElements());
        }
        rules.forEach(rule -> text.append(", ").append(rule));
        return text.toString();
    }

    /** What an operator gets. */
    public Method methodFor(Subgraph subgraph, Operator operator) {
        Method chosen = method;
        for (Rule rule : rules) {
            chosen = rule.covers(subgraph, operator) ? rule.method() : chosen;
        }
        return chosen;
    }
}
