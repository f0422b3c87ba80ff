// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite.rule;

import io.espalier.lite.Tensor;
import io.espalier.lite.rewrite.edit.Step;
import io.espalier.lite.rewrite.edit.SubgraphEditor;

/**
 * How much a file may grow for one operator less: a constant takes the place of those that go with the operator, and may be {@value
 * #ALLOWANCE} bytes larger than they.
 */
final class Growth {
    private static final int ALLOWANCE = 1024;

    private Growth() {}

    /** Whether the constant may be made for the sake of an operator that goes. */
    static boolean isAllowed(Step gone, Tensor constant, SubgraphEditor subgraph) {
        return constant.buffer().size() <= allowed(gone, subgraph);
    }

    /** How many bytes new constants may have. */
    static long allowed(Step gone, SubgraphEditor subgraph) {
        return ALLOWANCE
                + gone.operator().inputs().stream()
                        .distinct()
                        .filter(input -> input >= 0 && !subgraph.isOutput(input))
                        .filter(input -> subgraph.users(input).stream().allMatch(user -> user == gone))
                        .mapToLong(input -> subgraph.tensor(input).buffer().size())
                        .sum();
    }
}
