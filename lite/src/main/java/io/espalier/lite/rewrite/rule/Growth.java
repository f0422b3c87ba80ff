// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite.rule;

import io.espalier.lite.Tensor;
import io.espalier.lite.rewrite.edit.Step;
import io.espalier.lite.rewrite.edit.SubgraphEditor;
import java.util.List;

/**
 * How much a file may grow for one operator less: a constant takes the place of those that go with the operator, and may be {@value
 * #ALLOWANCE} bytes larger than they.
 */
final class Growth {
    private static final int ALLOWANCE = 1024;

    private Growth() {}

    /** Whether the constant may be made for the sake of an operator that goes. */
    static boolean isAllowed(Step gone, Tensor constant, SubgraphEditor subgraph) {
        return isAllowed(gone, List.of(constant), subgraph);
    }

    static boolean isAllowed(Step gone, List<Tensor> constants, SubgraphEditor subgraph) {
        long saved = gone.operator().inputs().stream()
                .distinct()
                .filter(input -> input >= 0 && !subgraph.isOutput(input))
                .filter(input -> subgraph.users(input).stream().allMatch(user -> user == gone))
                .mapToLong(input -> subgraph.tensor(input).buffer().size())
                .sum();
        // equal data are in a file once
        long added = constants.stream()
                .map(Tensor::buffer)
                .filter(buffer -> gone.operator().inputs().stream()
                        .noneMatch(input ->
                                input >= 0 && subgraph.tensor(input).buffer().equals(buffer)))
                .mapToLong(io.espalier.lite.Buffer::size)
                .sum();
        return added <= saved + ALLOWANCE;
    }
}
