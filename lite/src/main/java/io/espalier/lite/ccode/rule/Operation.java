// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.rule;

import io.espalier.lite.Operator;
import io.espalier.lite.Options;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.ccode.program.Step;
import io.espalier.lite.ccode.settings.Rounding;
import io.espalier.lite.schema.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** An operator with its tensors, and how it is to round. */
record Operation(Subgraph subgraph, Operator operator, int number, Rounding rounding) {

    Tensor input(int position) {
        return subgraph.tensor(operator.inputs().get(position));
    }

    Tensor output() {
        return subgraph.tensor(operator.outputs().get(0));
    }

    Options options() {
        return operator.options();
    }

    /** What the C calls it: its kind and number. */
    String name() {
        return operator.code().name().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_") + "_" + number;
    }

    /** A step that reads the inputs at these positions. */
    Step step(String kernel, Integer... positions) {
        List<Integer> inputs =
                Arrays.stream(positions).map(operator.inputs()::get).toList();
        return Step.of(name(), kernel, inputs, operator.outputs().get(0));
    }

    /** The only scale of an input or output. */
    static float scale(Tensor tensor) {
        if (tensor.quantization().scales().size() != 1) {
            throw new Refusal(
                    "tensor '" + tensor.name() + "' has "
                            + tensor.quantization().scales().size() + " scales, not one",
                    "quantize the float model with Espalier");
        }
        return tensor.quantization().scales().get(0);
    }

    /** The zero point of an input or output with one scale. */
    static int zeroPoint(Tensor tensor) {
        return Math.toIntExact(tensor.quantization().zeroPoints().get(0));
    }

    /** @throws Refusal if a tensor has another type */
    void requireInt8(int... positions) {
        for (int position : positions) {
            require(input(position));
        }
        require(output());
    }

    private static void require(Tensor tensor) {
        if (tensor.type() != TensorType.INT8) {
            throw new Refusal(
                    "tensor '" + tensor.name() + "' is " + tensor.type() + ", not INT8",
                    "quantize with int8 --strict --input-type int8 --output-type int8");
        }
    }
}
