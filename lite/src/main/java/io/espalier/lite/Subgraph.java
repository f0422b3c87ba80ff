// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite;

import java.util.List;
import java.util.Objects;

/**
 * Tensors, and the operators that compute them, in the order in which they run.
 *
 * @param inputs indices of the tensors that the caller fills
 * @param outputs indices of the tensors that the caller reads
 * @param debugMetadataIndex where in the debug metadata it is described, or -1
 */
public record Subgraph(
        String name,
        List<Tensor> tensors,
        Ints inputs,
        Ints outputs,
        List<Operator> operators,
        int debugMetadataIndex) {

    public Subgraph {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(inputs, "inputs");
        Objects.requireNonNull(outputs, "outputs");
        tensors = List.copyOf(tensors);
        operators = List.copyOf(operators);
        check(name, "inputs of the subgraph", inputs, 0, tensors.size());
        check(name, "outputs of the subgraph", outputs, 0, tensors.size());
        for (int index = 0; index < operators.size(); index++) {
            Operator operator = operators.get(index);
            String where = "operator " + index + " (" + operator.code().name() + ")";
            check(name, "inputs of " + where, operator.inputs(), Operator.ABSENT, tensors.size());
            check(name, "outputs of " + where, operator.outputs(), Operator.ABSENT, tensors.size());
            check(name, "intermediates of " + where, operator.intermediates(), Operator.ABSENT, tensors.size());
        }
    }

    /** A subgraph with these parts. */
    public Subgraph(String name, List<Tensor> tensors, Ints inputs, Ints outputs, List<Operator> operators) {
        this(name, tensors, inputs, outputs, operators, -1);
    }

    /** The tensor with this index. */
    public Tensor tensor(int index) {
        return tensors.get(index);
    }

    /** A copy with these tensors. */
    public Subgraph withTensors(List<Tensor> newTensors) {
        return new Subgraph(name, newTensors, inputs, outputs, operators, debugMetadataIndex);
    }

    /** A copy with these operators, in the order in which they run. */
    public Subgraph withOperators(List<Operator> newOperators) {
        return new Subgraph(name, tensors, inputs, outputs, newOperators, debugMetadataIndex);
    }

    /** A copy with other tensors and operators, which must be consistent with each other. */
    public Subgraph with(List<Tensor> newTensors, Ints newInputs, Ints newOutputs, List<Operator> newOperators) {
        return new Subgraph(name, newTensors, newInputs, newOutputs, newOperators, debugMetadataIndex);
    }

    private static void check(String name, String what, Ints indices, int lowest, int tensors) {
        for (int position = 0; position < indices.size(); position++) {
            int index = indices.get(position);
            if (index < lowest || index >= tensors) {
                throw new InvalidGraphException("Subgraph '" + name + "': the " + what + " refer to tensor " + index
                        + ", but the subgraph has tensors 0 to " + (tensors - 1));
            }
        }
    }
}
