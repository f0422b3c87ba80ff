// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize.improve;

import io.espalier.lite.Buffer;
import io.espalier.lite.Operator;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import java.util.List;

/** Gives an operator another bias. */
final class Biases {
    private Biases() {}

    /** One that others use too, as equal ones are stored once, stays for them; the operator gets its own behind all tensors. */
    static void replace(Subgraph before, int index, float[] bias, List<Tensor> tensors, List<Operator> operators) {
        Operator operator = operators.get(index);
        int tensor = operator.inputs().get(WeightedLayer.BIAS);
        Buffer buffer = Buffer.ofFloats(bias);
        if (buffer.equals(tensors.get(tensor).buffer())) {
            return;
        }
        long uses = before.operators().stream()
                        .flatMapToInt(other -> other.inputs().stream())
                        .filter(input -> input == tensor)
                        .count()
                + before.outputs().stream().filter(output -> output == tensor).count();
        if (uses == 1) {
            tensors.set(tensor, tensors.get(tensor).withBuffer(buffer));
            return;
        }
        String name = before.tensor(operator.outputs().get(0)).name() + "/bias";
        tensors.add(tensors.get(tensor).withName(name).withBuffer(buffer));
        operators.set(index, operator.withInputs(operator.inputs().with(WeightedLayer.BIAS, tensors.size() - 1)));
    }
}
