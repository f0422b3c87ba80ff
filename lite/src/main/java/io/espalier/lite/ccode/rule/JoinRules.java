// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.rule;

import io.espalier.lite.Ints;
import io.espalier.lite.Quantization;
import io.espalier.lite.Tensor;
import io.espalier.lite.ccode.program.Step;
import java.util.ArrayList;
import java.util.List;

/** Several tensors as one, and one as several. */
final class JoinRules {
    private JoinRules() {}

    static List<Step> concatenate(Operation operation) {
        Tensor output = operation.output();
        int axis = Operation.axis(
                operation.options().integer("axis"), output.shape().size());
        List<Step> steps = new ArrayList<>();
        int start = 0;
        for (int position = 0; position < operation.operator().inputs().size(); position++) {
            requireOneScale(operation.input(position), output);
            View from = MoveRules.whole(operation, position);
            int count = from.axes().get(axis).size();
            View to = View.of(output.shape()).part(axis, start, count);
            steps.add(MoveRules.copy(operation, position, from, 0, to));
            start += count;
        }
        return steps;
    }

    static List<Step> pack(Operation operation) {
        Tensor output = operation.output();
        int axis = Operation.axis(
                operation.options().integer("axis"), output.shape().size());
        List<Step> steps = new ArrayList<>();
        for (int position = 0; position < operation.operator().inputs().size(); position++) {
            requireOneScale(operation.input(position), output);
            View to = View.of(output.shape()).part(axis, position, 1);
            View from = MoveRules.whole(operation, position).repeated(axis, 1);
            steps.add(MoveRules.copy(operation, position, from, 0, to));
        }
        return steps;
    }

    /** The kernels of TFLite refuse it, so nothing says what would be right. */
    private static void requireOneScale(Tensor input, Tensor output) {
        Quantization one = input.quantization();
        Quantization other = output.quantization();
        if (!one.scales().equals(other.scales()) || !one.zeroPoints().equals(other.zeroPoints())) {
            throw new Refusal(
                    "tensor '" + input.name() + "' has another scale than the output", "quantize it with Espalier");
        }
    }

    static List<Step> unpack(Operation operation) {
        Ints shape = operation.input(0).shape();
        int axis = Operation.axis(operation.options().integer("axis"), shape.size());
        List<Step> steps = new ArrayList<>();
        for (int part = 0; part < operation.operator().outputs().size(); part++) {
            View from = View.of(shape).part(axis, part, 1);
            View to = View.of(operation.output(part).shape()).repeated(axis, 1);
            steps.add(MoveRules.copy(operation, 0, from, part, to));
        }
        return steps;
    }

    /** @param axisOperand where the operand is that says along which axis */
    static List<Step> split(Operation operation, int input, int axisOperand) {
        Ints shape = operation.input(input).shape();
        int axis = Operation.axis(operation.integers(axisOperand)[0], shape.size());
        List<Step> steps = new ArrayList<>();
        int start = 0;
        for (int part = 0; part < operation.operator().outputs().size(); part++) {
            Ints to = operation.output(part).shape();
            View from = View.of(shape).part(axis, start, to.get(axis));
            steps.add(MoveRules.copy(operation, input, from, part, View.of(to)));
            start += to.get(axis);
        }
        return steps;
    }
}
