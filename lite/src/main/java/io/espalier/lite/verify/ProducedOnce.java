// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.verify;

import io.espalier.lite.Operator;
import io.espalier.lite.Subgraph;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;

/** No tensor is computed twice, and none that is an input or a constant is computed at all. */
final class ProducedOnce implements GraphCheck {
    private static final int NOBODY = -1;
    private static final int CALLER = -2;

    @Override
    public void check(Subgraph subgraph, Consumer<String> report) {
        int[] producers = new int[subgraph.tensors().size()];
        Arrays.fill(producers, NOBODY);
        subgraph.inputs().stream().forEach(input -> producers[input] = CALLER);
        for (int index = 0; index < subgraph.operators().size(); index++) {
            int operator = index;
            subgraph.operators().get(index).outputs().stream()
                    .filter(output -> output != Operator.ABSENT)
                    .forEach(output -> {
                        obstacle(subgraph, output, producers[output])
                                .ifPresent(obstacle ->
                                        report.accept(GraphVerifier.describeOperator(subgraph, operator) + " computes "
                                                + GraphVerifier.describe(subgraph, output) + ", which " + obstacle));
                        producers[output] = operator;
                    });
        }
    }

    private static Optional<String> obstacle(Subgraph subgraph, int output, int producer) {
        if (producer == CALLER) {
            return Optional.of("is an input");
        }
        if (producer != NOBODY) {
            return Optional.of("operator " + producer + " also computes");
        }
        return subgraph.tensor(output).isConstant() ? Optional.of("is a constant") : Optional.empty();
    }
}
