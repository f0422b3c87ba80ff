// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize;

import io.espalier.base.RecipeException;
import io.espalier.base.internal.NearestName;
import io.espalier.lite.quantize.ChosenMethods.NamedOperator;
import io.espalier.lite.recipe.Method;
import io.espalier.lite.recipe.Rule;
import java.util.List;
import java.util.stream.Stream;

/**
 * A rule that covers no operator of a graph, which would otherwise do nothing without a word.
 *
 * @param all the operators that rules may cover
 * @param original those that were there before the graph was optimized
 */
record UncoveredRule(Rule rule, List<NamedOperator> all, List<NamedOperator> original) {
    private static final int MOST_NAMED = 12;

    /** Says what is not there, and what is. */
    RecipeException refusal() {
        String text = rule.tensor().orElse("");
        if (text.isEmpty()) {
            return refused("the model has no such operator; it has " + kinds(all));
        }
        List<NamedOperator> ofOtherKind = ChosenMethods.covered(Rule.of(text, null, rule.method()), all);
        if (!ofOtherKind.isEmpty()) {
            return refused("'" + text + "' only matches operators of another kind: " + kinds(ofOtherKind));
        }
        List<NamedOperator> gone = ChosenMethods.covered(rule, original);
        if (!gone.isEmpty()) {
            return refused("'" + text + "' only matches operators that graph optimization removes: " + kinds(gone));
        }
        List<String> known =
                all.stream().flatMap(one -> one.names().withParts()).distinct().toList();
        return refused("no layer or tensor has the name '" + text + "', and as an expression it matches none"
                + NearestName.suggestion(text, known) + "; known names: "
                + listed(all.stream().flatMap(one -> one.names().layers())));
    }

    private RecipeException refused(String why) {
        boolean kept = rule.method() == Method.NONE && rule.operator().isEmpty();
        String what = kept ? "keep_float '" + rule.tensor().orElse("") : "the rule '" + rule;
        return new RecipeException(what + "' matches nothing: " + why);
    }

    private static String kinds(List<NamedOperator> operators) {
        return listed(operators.stream().map(one -> one.operator().code().name()));
    }

    private static String listed(Stream<String> names) {
        List<String> distinct = names.distinct().toList();
        String first = String.join(", ", distinct.stream().limit(MOST_NAMED).toList());
        return distinct.size() <= MOST_NAMED ? first : first + " and " + (distinct.size() - MOST_NAMED) + " more";
    }
}
