// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.operator.domain;

import io.espalier.lite.Ints;
import io.espalier.lite.Subgraph;
import io.espalier.lite.operator.domain.AllowedValues.Fault;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;

/** That an input ends in an operand that cannot take every number. */
public final class InputLimit {
    private final Subgraph subgraph;
    private final int operator;
    private final int position;
    private final Domain domain;
    private final Conversion conversion;
    private final boolean keepsOrder;

    InputLimit(
            Subgraph subgraph, int operator, int position, Domain domain, Conversion conversion, boolean keepsOrder) {
        this.subgraph = subgraph;
        this.operator = operator;
        this.position = position;
        this.domain = domain;
        this.conversion = conversion;
        this.keepsOrder = keepsOrder;
    }

    /** The operator, for messages. */
    public String operator() {
        return "operator " + operator + " ("
                + subgraph.operators().get(operator).code().name() + ")";
    }

    /**
     * What the operand may hold.
     *
     * @param shapes of the main subgraph's tensors as they are when the model runs
     */
    public AllowedValues allowed(IntFunction<Ints> shapes) {
        AllowedValues allowed =
                domain.at(new OperandSite(subgraph, subgraph.operators().get(operator), position, shapes));
        // on the way other operators may have moved elements, or put others beside them
        return keepsOrder ? allowed : allowed.anywhere();
    }

    /**
     * The first of the input's elements of which the operand cannot take what it becomes.
     *
     * @param allowed for the shapes of now
     */
    public Optional<Fault> fault(AllowedValues allowed, int count, IntToDoubleFunction values) {
        return allowed.fault(count, element -> conversion.apply(values.applyAsDouble(element)))
                .map(fault -> new Fault(fault.element(), values.applyAsDouble(fault.element()), fault.allowed()));
    }
}
