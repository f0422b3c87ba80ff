// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.rule;

import io.espalier.lite.Ints;
import io.espalier.lite.Tensor;
import io.espalier.lite.ccode.program.Step;
import io.espalier.lite.schema.BuiltinOperator;
import java.util.ArrayList;
import java.util.List;

/** One of two tensors, element by element, of any type. */
final class SelectRules {
    private static final int LOOPS = 3;
    private static final List<String> NAMES = List.of("if", "a", "b");

    private SelectRules() {}

    static List<Step> select(Operation operation) {
        requireOneScale(operation);
        Ints shape = operation.output().shape();
        List<View> views = new ArrayList<>();
        for (int position = 0; position < 3; position++) {
            views.add(view(operation, position, shape));
        }
        List<int[]> loops = loops(views);
        List<Step> steps = new ArrayList<>();
        List<Integer> inputs = new ArrayList<>();
        boolean spreads = loops.size() > LOOPS;
        for (int position = 0; position < 3; position++) {
            inputs.add(
                    spreads
                            ? spread(operation, position, views.get(position), steps)
                            : operation.operator().inputs().get(position));
        }
        if (spreads) {
            View whole = View.of(shape);
            loops = loops(List.of(whole, whole, whole));
        }
        while (loops.size() < LOOPS) {
            loops.add(0, new int[] {1, 0, 0, 0});
        }
        Step step = operation
                .step("select_of", 0, 1, 2)
                .reading(inputs)
                .with("rows", loops.get(0)[0])
                .with("pixels", loops.get(1)[0])
                .with("channels", loops.get(2)[0])
                .with("width", Operation.width(operation.output()));
        for (int number = 0; number < NAMES.size(); number++) {
            step = step.with(NAMES.get(number) + "_row", loops.get(0)[number + 1])
                    .with(NAMES.get(number) + "_pixel", loops.get(1)[number + 1])
                    .with(NAMES.get(number) + "_channel", loops.get(2)[number + 1]);
        }
        steps.add(step);
        return steps;
    }

    private static void requireOneScale(Operation operation) {
        for (int position = 1; position < 3; position++) {
            if (!operation
                    .input(position)
                    .quantization()
                    .scales()
                    .equals(operation.output().quantization().scales())) {
                throw new Refusal(
                        "tensor '" + operation.input(position).name() + "' has another scale than the output",
                        "quantize it with Espalier");
            }
        }
    }

    /** A condition of one axis for SELECT is for the first axis of the others. */
    private static View view(Operation operation, int position, Ints shape) {
        Ints own = operation.input(position).shape();
        boolean first =
                position == 0 && operation.operator().is(BuiltinOperator.SELECT) && own.size() == 1 && shape.size() > 1;
        if (!first) {
            return MoveRules.whole(operation, position).broadcast(shape);
        }
        int[] sizes = new int[shape.size()];
        java.util.Arrays.fill(sizes, 1);
        sizes[0] = own.get(0);
        return View.of(Ints.of(sizes)).broadcast(shape);
    }

    private static int spread(Operation operation, int position, View view, List<Step> steps) {
        Tensor input = operation.input(position);
        Ints shape = operation.output().shape();
        int copied = operation.workspace().add(Tensor.activation(input.name(), input.type(), shape));
        steps.add(Copy.step(
                operation.name(),
                operation.operator().inputs().get(position),
                view,
                copied,
                View.of(shape),
                Operation.width(input)));
        return copied;
    }

    /** Size and three steps each, as few as possible. */
    private static List<int[]> loops(List<View> views) {
        List<int[]> loops = new ArrayList<>();
        for (int axis = views.get(0).axes().size() - 1; axis >= 0; axis--) {
            int size = views.get(0).axes().get(axis).size();
            if (size == 1) {
                continue;
            }
            int[] loop = {size, 0, 0, 0};
            boolean joins = !loops.isEmpty();
            for (int number = 0; number < 3; number++) {
                loop[number + 1] = views.get(number).axes().get(axis).step();
                joins = joins && loop[number + 1] == loops.get(0)[0] * loops.get(0)[number + 1];
            }
            if (joins) {
                loops.get(0)[0] *= size;
            } else {
                loops.add(0, loop);
            }
        }
        return loops;
    }
}
