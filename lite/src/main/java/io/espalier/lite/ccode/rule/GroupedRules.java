// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.rule;

import io.espalier.lite.Buffer;
import io.espalier.lite.Floats;
import io.espalier.lite.Ints;
import io.espalier.lite.Quantization;
import io.espalier.lite.Tensor;
import io.espalier.lite.ccode.program.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A convolution whose filters see only some channels of the input: one convolution for each group, between copies of its channels. */
final class GroupedRules {
    private GroupedRules() {}

    static List<Step> convolution(Operation operation) {
        Tensor input = operation.input(0);
        Tensor output = operation.output();
        int inChannels = operation.input(1).shape().get(3);
        int groups = input.shape().get(3) / inChannels;
        int outChannels = output.shape().get(3) / groups;
        List<Step> steps = new ArrayList<>();
        for (int group = 0; group < groups; group++) {
            int part = add(operation, narrow(input, inChannels));
            int result = add(operation, narrow(output, outChannels));
            View from = MoveRules.whole(operation, 0).part(3, group * inChannels, inChannels);
            View to = View.of(output.shape()).part(3, group * outChannels, outChannels);
            int width = Operation.width(input);
            steps.add(Copy.step(
                    operation.name(), operation.operator().inputs().get(0), from, part, whole(operation, part), width));
            steps.addAll(WeightedRules.convolution(ofGroup(operation, group, groups, part, result)));
            steps.add(Copy.step(
                    operation.name(),
                    result,
                    whole(operation, result),
                    operation.operator().outputs().get(0),
                    to,
                    width));
        }
        return steps;
    }

    private static Operation ofGroup(Operation operation, int group, int groups, int input, int output) {
        List<Integer> inputs = new ArrayList<>(List.of(input));
        for (int position = 1; position < operation.operator().inputs().size(); position++) {
            int operand = operation.operator().inputs().get(position);
            inputs.add(operand < 0 ? operand : add(operation, slice(operation.input(position), group, groups)));
        }
        return new Operation(
                operation.workspace(),
                operation
                        .operator()
                        .withInputs(Ints.of(
                                inputs.stream().mapToInt(Integer::intValue).toArray()))
                        .withOutputs(Ints.of(output)),
                operation.number(),
                operation.rounding());
    }

    /** The part of a constant's first axis that belongs to a group. */
    private static Tensor slice(Tensor constant, int group, int groups) {
        byte[] all = constant.buffer().toBytes();
        int size = all.length / groups;
        Quantization quantization = constant.quantization();
        int scales = quantization.scales().size();
        if (scales > 1) {
            float[] some = new float[scales / groups];
            for (int index = 0; index < some.length; index++) {
                some[index] = quantization.scales().get(group * some.length + index);
            }
            quantization = Quantization.perChannel(Floats.of(some), 0);
        }
        Ints shape = constant.shape();
        return Tensor.constant(
                        constant.name(),
                        constant.type(),
                        shape.with(0, shape.get(0) / groups),
                        Buffer.ofBytes(Arrays.copyOfRange(all, group * size, (group + 1) * size)))
                .withQuantization(quantization);
    }

    private static Tensor narrow(Tensor picture, int channels) {
        return Tensor.activation(picture.name(), picture.type(), picture.shape().with(3, channels))
                .withQuantization(picture.quantization());
    }

    private static int add(Operation operation, Tensor tensor) {
        return operation.workspace().add(tensor);
    }

    private static View whole(Operation operation, int tensor) {
        return View.of(operation.workspace().tensor(tensor).shape());
    }
}
