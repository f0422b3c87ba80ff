// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.recipe;

import io.espalier.base.RecipeException;
import io.espalier.lite.Operator;
import io.espalier.lite.schema.BuiltinOperator;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * The method of some operators, in place of the recipe's method.
 *
 * @param tensor the name of a layer or of a tensor, or else a regular expression that is found in such a name: in those of the operator's
 *     outputs and weights, and of everything fused into it; empty for any name
 * @param operator the kind; empty for any
 */
public record Rule(Optional<String> tensor, Optional<BuiltinOperator> operator, Method method) {
    public Rule {
        Objects.requireNonNull(tensor, "tensor");
        Objects.requireNonNull(operator, "operator");
        Objects.requireNonNull(method, "method");
        tensor.ifPresent(Rule::compile);
        if (tensor.filter(String::isBlank).isPresent()) {
            throw new RecipeException("the pattern is empty; give a layer, a tensor or a regular expression");
        }
    }

    /**
     * A rule; null means any tensor or any operator.
     *
     * @throws RecipeException if {@code tensor} is not a regular expression
     */
    public static Rule of(@Nullable String tensor, @Nullable BuiltinOperator operator, Method method) {
        return new Rule(Optional.ofNullable(tensor), Optional.ofNullable(operator), method);
    }

    /** Whether the operator is of the kind, if the rule names one. */
    public boolean isOfKind(Operator candidate) {
        return operator.map(candidate::is).orElse(true);
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
            throw new RecipeException("'" + expression + "' is not a valid regular expression: " + e.getDescription()
                    + " near character " + e.getIndex());
        }
    }
}
