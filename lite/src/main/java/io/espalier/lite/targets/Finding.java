// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.targets;

import io.espalier.lite.Graph;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * One thing that keeps a runtime from running a model well.
 *
 * @param verdict what the runtime does; never {@link Verdict#RUNS}
 * @param subgraph the index of the subgraph; 0 if the whole model is meant
 * @param operator the index of the operator; empty if the whole model is meant
 * @param reason why, in a few words
 * @param remedy what to change; empty if nothing helps
 * @param timeShare for {@link Verdict#SLOW}, an estimate of the operator's share of the time of a run, 0 to 1; empty where it is not known
 */
public record Finding(
        Verdict verdict, int subgraph, OptionalInt operator, String reason, String remedy, OptionalDouble timeShare) {
    public Finding {
        Objects.requireNonNull(verdict, "verdict");
        Objects.requireNonNull(operator, "operator");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(remedy, "remedy");
        Objects.requireNonNull(timeShare, "timeShare");
    }

    /** The name of the operator, such as {@code CONV_2D}; empty if the whole model is meant. */
    public Optional<String> operatorName(Graph graph) {
        return operator.isEmpty()
                ? Optional.empty()
                : Optional.of(graph.subgraphs()
                        .get(subgraph)
                        .operators()
                        .get(operator.getAsInt())
                        .code()
                        .name());
    }

    static Finding ofModel(Verdict verdict, String reason, String remedy) {
        return new Finding(verdict, 0, OptionalInt.empty(), reason, remedy, OptionalDouble.empty());
    }
}
