// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite.match;

import io.espalier.lite.Operator;
import io.espalier.lite.rewrite.edit.Step;
import io.espalier.lite.rewrite.edit.SubgraphEditor;
import io.espalier.lite.schema.BuiltinOperator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/** An operator of one of some kinds, with conditions on itself and its operands. Immutable: each method gives another pattern. */
public final class OperatorPattern {
    private final Set<BuiltinOperator> kinds;
    private final List<Clause> clauses;

    /** One condition; it may add captures to the match, or refuse it. */
    @FunctionalInterface
    private interface Clause {
        Optional<Match> match(Step step, SubgraphEditor subgraph, Match soFar);
    }

    private OperatorPattern(Set<BuiltinOperator> kinds, List<Clause> clauses) {
        this.kinds = kinds;
        this.clauses = clauses;
    }

    public static OperatorPattern operator(BuiltinOperator first, BuiltinOperator... others) {
        return operator(EnumSet.of(first, others));
    }

    public static OperatorPattern operator(Collection<BuiltinOperator> kinds) {
        return new OperatorPattern(EnumSet.copyOf(kinds), List.of());
    }

    /** The kinds of operators that this pattern can match. */
    public Set<BuiltinOperator> kinds() {
        return kinds;
    }

    public OperatorPattern matching(Predicate<Operator> condition) {
        return with((step, subgraph, soFar) -> condition.test(step.operator()) ? Optional.of(soFar) : Optional.empty());
    }

    /** The operand at a position is there and matches. */
    public OperatorPattern operand(int position, TensorPattern pattern) {
        return with((step, subgraph, soFar) -> operand(step, position, pattern, subgraph, soFar));
    }

    /** Likewise, where the position is another for each kind of operator. */
    public OperatorPattern operand(ToIntFunction<Operator> position, TensorPattern pattern) {
        return with((step, subgraph, soFar) ->
                operand(step, position.applyAsInt(step.operator()), pattern, subgraph, soFar));
    }

    /** Of the first two operands one matches the first pattern and the other one the second: for sums and products. */
    public OperatorPattern eitherWay(TensorPattern one, TensorPattern other) {
        return with((step, subgraph, soFar) ->
                both(step, 0, one, 1, other, subgraph, soFar).or(() -> both(step, 1, one, 0, other, subgraph, soFar)));
    }

    public OperatorPattern capturedAs(Capture<Step> capture) {
        return with((step, subgraph, soFar) -> Optional.of(soFar.with(capture, step)));
    }

    /** Where this pattern fits with the given operator as its root, if it does. */
    public Optional<Match> match(Step root, SubgraphEditor subgraph) {
        return match(root, subgraph, Match.at(root));
    }

    Optional<Match> match(Step step, SubgraphEditor subgraph, Match soFar) {
        if (!kinds.contains(step.operator().code().builtin())) {
            return Optional.empty();
        }
        Optional<Match> match = Optional.of(soFar);
        for (Clause clause : clauses) {
            match = match.flatMap(found -> clause.match(step, subgraph, found));
        }
        return match;
    }

    private static Optional<Match> both(
            Step step,
            int onePosition,
            TensorPattern one,
            int otherPosition,
            TensorPattern other,
            SubgraphEditor subgraph,
            Match soFar) {
        return operand(step, onePosition, one, subgraph, soFar)
                .flatMap(found -> operand(step, otherPosition, other, subgraph, found));
    }

    private static Optional<Match> operand(
            Step step, int position, TensorPattern pattern, SubgraphEditor subgraph, Match soFar) {
        return step.operator().hasInput(position)
                ? pattern.match(step.operator().inputs().get(position), subgraph, soFar)
                : Optional.empty();
    }

    private OperatorPattern with(Clause clause) {
        List<Clause> more = new ArrayList<>(clauses);
        more.add(clause);
        return new OperatorPattern(kinds, List.copyOf(more));
    }

    @Override
    public String toString() {
        return "operator" + Arrays.toString(kinds.toArray());
    }
}
