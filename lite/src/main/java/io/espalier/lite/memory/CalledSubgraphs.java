// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.memory;

import io.espalier.lite.Ints;
import io.espalier.lite.Operator;

/** The subgraphs that an operator runs inside itself. */
final class CalledSubgraphs {
    private CalledSubgraphs() {}

    /** In the order in which TFLite Micro plans them; empty for an operator without subgraphs. */
    static Ints of(Operator operator) {
        return switch (operator.code().builtin()) {
            case IF -> both(operator, "then_subgraph_index", "else_subgraph_index");
            case WHILE -> both(operator, "cond_subgraph_index", "body_subgraph_index");
            case CALL_ONCE -> Ints.of(operator.options().integer("init_subgraph_index"));
            default -> Ints.EMPTY;
        };
    }

    private static Ints both(Operator operator, String first, String second) {
        return Ints.of(operator.options().integer(first), operator.options().integer(second));
    }
}
