// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite.edit;

import io.espalier.lite.Operator;
import org.jspecify.annotations.Nullable;

/** An operator in its place among the others of a {@link SubgraphEditor}; two steps with equal operators are not the same. */
public final class Step {
    private final Operator operator;

    @Nullable
    Step previous;

    @Nullable
    Step next;

    boolean removed;

    Step(Operator operator) {
        this.operator = operator;
    }

    public Operator operator() {
        return operator;
    }

    /** Whether it is no longer in the subgraph. */
    public boolean isRemoved() {
        return removed;
    }

    /** The index of the tensor that is its operand. */
    public int input(int position) {
        return operator.inputs().get(position);
    }

    public int output() {
        return operator.outputs().get(0);
    }

    @Override
    public String toString() {
        return operator.code().name() + operator.inputs() + " -> " + operator.outputs();
    }
}
