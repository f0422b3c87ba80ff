// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.recipe;

import io.espalier.lite.Operator;
import io.espalier.lite.Subgraph;
import io.espalier.lite.schema.BuiltinOperator;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * What some of the operators get in place of what the others get.
 *
 * @param tensor a regular expression that is found in the name of one of the operator's outputs; empty for any name
 * @param operator the kind; empty for any
 */
public record Rule(Optional<String> tensor, Optional<BuiltinOperator> operator, Method method) {
    public Rule {
        tensor.ifPresent(Rule::compile);
    }

    /** @throws RecipeException if {@code tensor} is no regular expression */
    public static Rule of(@Nullable String tensor, @Nullable BuiltinOperator operator, Method method) {
        return new Rule(Optional.ofNullable(tensor), Optional.ofNullable(operator), method);
    }

    boolean covers(Subgraph subgraph, Operator candidate) {
        return operator.map(candidate::is).orElse(true)
                && tensor.map(expression -> isFound(compile(expression), subgraph, candidate))
                        .orElse(true);
    }

    private static boolean isFound(Pattern pattern, Subgraph subgraph, Operator candidate) {
        return candidate.outputs().stream()
                .filter(output -> output != Operator.ABSENT)
                .anyMatch(output ->
                        pattern.matcher(subgraph.tensor(output).name()).find());
    }

    /** As {@code FULLY_CONNECTED /logits/: none}. */
    @Override
    public String toString() {
        return operator.map(BuiltinOperator::name).orElse("")
                + tensor.map(expression -> (operator.isPresent() ? " /" : "/") + expression + "/")
                        .orElse("")
                + ": " + method.id();
    }

    private static Pattern compile(String expression) {
        try {
            return Pattern.compile(expression);
        } catch (PatternSyntaxException e) {
            throw new RecipeException("'" + expression + "' is no regular expression: " + e.getDescription()
                    + " near character " + e.getIndex());
        }
    }
}
