// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite.match;

import io.espalier.lite.Tensor;
import io.espalier.lite.rewrite.edit.SubgraphEditor;
import io.espalier.lite.schema.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** A tensor, with conditions on itself, its users and its producer. Immutable: each method gives another pattern. */
public final class TensorPattern {
    private static final TensorPattern ANY = new TensorPattern(List.of());

    private final List<Clause> clauses;

    /** One condition; it may add captures to the match, or refuse it. */
    @FunctionalInterface
    private interface Clause {
        Optional<Match> match(int tensor, SubgraphEditor subgraph, Match soFar);
    }

    private TensorPattern(List<Clause> clauses) {
        this.clauses = clauses;
    }

    /** Any tensor. */
    public static TensorPattern tensor() {
        return ANY;
    }

    public TensorPattern matching(Predicate<Tensor> condition) {
        return with((tensor, subgraph, soFar) ->
                condition.test(subgraph.tensor(tensor)) ? Optional.of(soFar) : Optional.empty());
    }

    /** Its value is in the file, stored densely. */
    public TensorPattern constant() {
        return matching(
                tensor -> !tensor.buffer().isEmpty() && tensor.sparsity().isEmpty());
    }

    public TensorPattern ofType(TensorType type) {
        return matching(tensor -> tensor.type() == type);
    }

    /** One operand of one operator is all that uses it; it is no output of the subgraph either. */
    public TensorPattern usedOnce() {
        return with((tensor, subgraph, soFar) -> subgraph.isUsedOnce(tensor) ? Optional.of(soFar) : Optional.empty());
    }

    public TensorPattern producedBy(OperatorPattern pattern) {
        return with((tensor, subgraph, soFar) ->
                subgraph.producer(tensor).flatMap(producer -> pattern.match(producer, subgraph, soFar)));
    }

    public TensorPattern capturedAs(Capture<Integer> capture) {
        return with((tensor, subgraph, soFar) -> Optional.of(soFar.with(capture, tensor)));
    }

    Optional<Match> match(int tensor, SubgraphEditor subgraph, Match soFar) {
        Optional<Match> match = Optional.of(soFar);
        for (Clause clause : clauses) {
            match = match.flatMap(found -> clause.match(tensor, subgraph, found));
        }
        return match;
    }

    private TensorPattern with(Clause clause) {
        List<Clause> more = new ArrayList<>(clauses);
        more.add(clause);
        return new TensorPattern(List.copyOf(more));
    }
}
