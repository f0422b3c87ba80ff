// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.rule;

import io.espalier.lite.Ints;
import io.espalier.lite.Tensor;
import io.espalier.lite.ccode.program.Step;
import io.espalier.lite.ccode.settings.SumRounding;
import io.espalier.lite.schema.TensorType;
import java.util.ArrayList;
import java.util.List;

/** Operators that make one element of all along some axes. */
final class ReduceRules {
    private ReduceRules() {}

    static List<Step> mean(Operation operation) {
        operation.requireIntegers(0);
        return summed(operation, count(operation));
    }

    static List<Step> sum(Operation operation) {
        operation.requireIntegers(0);
        return summed(operation, 1);
    }

    private static List<Step> summed(Operation operation, int divisor) {
        Tensor input = operation.input(0);
        float in = Operation.scale(input);
        float out = Operation.scale(operation.output());
        boolean once =
                operation.rounding() == SumRounding.SINGLE && operation.output().type() == TensorType.INT8;
        Step step = operation
                .step(once ? "mean" : operation.kernel("mean_twice"), 0)
                .with("bias", -Operation.zeroPoint(input) * count(operation))
                .with("out_zero", Operation.zeroPoint(operation.output()));
        step = once
                ? step.with("scale", Arithmetic.scale(operation, in / divisor / out))
                : divided(step, FixedPoint.of((double) in / out), divisor)
                        .with("min", Arithmetic.lowest(operation.output()))
                        .with("max", Arithmetic.highest(operation.output()));
        return reduced(step, operation, axes(operation));
    }

    /** A scale by a whole number, as TFLite's own kernel of MEAN divides it. */
    private static Step divided(Step step, FixedPoint scale, int divisor) {
        int bits = Math.min(63 - Long.numberOfLeadingZeros(divisor), Math.min(32, 31 + scale.shift()));
        return step.with("multiplier", ((long) scale.multiplier() << bits) / divisor)
                .with("shift", scale.shift() - bits);
    }

    static List<Step> largest(Operation operation) {
        operation.requireIntegers(0);
        return reduced(operation.step(operation.kernel("most"), 0).with("sign", 1), operation, axes(operation));
    }

    static List<Step> smallest(Operation operation) {
        operation.requireIntegers(0);
        return reduced(operation.step(operation.kernel("most"), 0).with("sign", -1), operation, axes(operation));
    }

    static List<Step> placeOfLargest(Operation operation) {
        return place(operation, 1);
    }

    static List<Step> placeOfSmallest(Operation operation) {
        return place(operation, -1);
    }

    private static List<Step> place(Operation operation, int sign) {
        if (operation.input(0).type() != TensorType.INT8) {
            throw new Refusal(
                    "tensor '" + operation.input(0).name() + "' is "
                            + operation.input(0).type() + ", not INT8",
                    "quantize with int8 --strict");
        }
        String kernel = operation.output().type() == TensorType.INT64 ? "arg_most_64" : "arg_most";
        return reduced(operation.step(kernel, 0).with("sign", sign), operation, axes(operation));
    }

    static boolean[] axes(Operation operation) {
        int rank = operation.input(0).shape().size();
        boolean[] reduced = new boolean[rank];
        for (int number : operation.integers(1)) {
            reduced[Operation.axis(number, rank)] = true;
        }
        return reduced;
    }

    /** How many elements become one. */
    private static int count(Operation operation) {
        return Math.toIntExact(
                operation.input(0).elements() / operation.output().elements());
    }

    /** Two loops over what stays and two over what is reduced; where that is not enough, a copy in another order comes first. */
    static List<Step> reduced(Step step, Operation operation, boolean... axes) {
        View whole = MoveRules.whole(operation, 0);
        List<View.Axis> kept = loops(whole, axes, false);
        List<View.Axis> reduced = loops(whole, axes, true);
        if (kept.size() <= 2 && reduced.size() <= 2) {
            return List.of(looped(step, kept, reduced));
        }
        int[] order = new int[axes.length];
        int[] sizes = new int[axes.length];
        int next = 0;
        for (int part = 0; part < 2; part++) {
            for (int axis = 0; axis < axes.length; axis++) {
                if (axes[axis] == (part == 1)) {
                    sizes[next] = operation.input(0).shape().get(axis);
                    order[next++] = axis;
                }
            }
        }
        Ints shape = Ints.of(sizes);
        Tensor input = operation.input(0);
        int copied = operation
                .workspace()
                .add(Tensor.activation(input.name(), input.type(), shape).withQuantization(input.quantization()));
        int count = count(operation);
        List<View.Axis> outer = List.of(new View.Axis(Math.toIntExact(input.elements() / count), count));
        List<View.Axis> inner = List.of(new View.Axis(count, 1));
        return List.of(
                Copy.step(
                        operation.name(),
                        step.inputs().get(0),
                        whole.permuted(order),
                        copied,
                        View.of(shape),
                        Operation.width(input)),
                looped(step.reading(List.of(copied)), outer, inner));
    }

    private static List<View.Axis> loops(View view, boolean[] axes, boolean wanted) {
        List<View.Axis> loops = new ArrayList<>();
        for (int number = axes.length - 1; number >= 0; number--) {
            View.Axis axis = view.axes().get(number);
            if (axes[number] != wanted || axis.size() == 1) {
                continue;
            }
            if (!loops.isEmpty()
                    && axis.step() == loops.get(0).size() * loops.get(0).step()) {
                View.Axis inner = loops.get(0);
                loops.set(0, new View.Axis(axis.size() * inner.size(), inner.step()));
            } else {
                loops.add(0, axis);
            }
        }
        while (loops.size() < 2) {
            loops.add(0, new View.Axis(1, 0));
        }
        return loops;
    }

    private static Step looped(Step step, List<View.Axis> kept, List<View.Axis> reduced) {
        View.Axis once = new View.Axis(1, 0);
        View.Axis outer = kept.size() == 2 ? kept.get(0) : once;
        View.Axis inner = kept.get(kept.size() - 1);
        View.Axis high = reduced.size() == 2 ? reduced.get(0) : once;
        View.Axis low = reduced.get(reduced.size() - 1);
        return step.with("outer", outer.size())
                .with("outer_step", outer.step())
                .with("inner", inner.size())
                .with("inner_step", inner.step())
                .with("high", high.size())
                .with("high_step", high.step())
                .with("low", low.size())
                .with("low_step", low.step());
    }
}
