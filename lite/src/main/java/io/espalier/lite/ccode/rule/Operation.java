// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.rule;

import io.espalier.lite.Operator;
import io.espalier.lite.Options;
import io.espalier.lite.Tensor;
import io.espalier.lite.ccode.program.Step;
import io.espalier.lite.ccode.settings.SumRounding;
import io.espalier.lite.schema.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** An operator with its tensors, and how it is to round. */
record Operation(Workspace workspace, Operator operator, int number, SumRounding rounding) {

    Tensor input(int position) {
        return workspace.tensor(operator.inputs().get(position));
    }

    Tensor output() {
        return output(0);
    }

    Tensor output(int position) {
        return workspace.tensor(operator.outputs().get(position));
    }

    /** A constant operand of whole numbers, such as a shape. */
    int[] integers(int position) {
        Tensor operand = input(position);
        if (!operand.isConstant()) {
            throw new Refusal(
                    "its operand '" + operand.name() + "' is computed while the model runs", "use constant numbers");
        }
        int[] values = new int[Math.toIntExact(operand.elements())];
        for (int index = 0; index < values.length; index++) {
            values[index] = operand.type() == TensorType.INT64
                    ? Math.toIntExact(operand.buffer().asLongs().get(index))
                    : operand.buffer().asInts().get(index);
        }
        return values;
    }

    /** An axis that may be counted from the end, of a tensor with so many. */
    static int axis(int number, int rank) {
        return number < 0 ? number + rank : number;
    }

    /** The bytes of an element. */
    static int width(Tensor tensor) {
        int bits = tensor.type().bits();
        if (bits % Byte.SIZE != 0 || bits == 0) {
            throw new Refusal(
                    "tensor '" + tensor.name() + "' is " + tensor.type(), "use types whose elements are whole bytes");
        }
        return bits / Byte.SIZE;
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

    /** The kernel for the type of the output: those for 16 bits are made from those for 8. */
    String kernel(String name) {
        return output().type() == TensorType.INT16 ? name + "_16" : name;
    }

    /** @throws Refusal if these inputs and the output are not all INT8, or all INT16 */
    void requireIntegers(int... positions) {
        if (output().type() != TensorType.INT16) {
            requireInt8(positions);
            return;
        }
        for (int position : positions) {
            if (input(position).type() != TensorType.INT16) {
                throw new Refusal(
                        "tensor '" + input(position).name() + "' is "
                                + input(position).type() + ", not INT16",
                        "quantize with int16x8 --strict");
            }
        }
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
