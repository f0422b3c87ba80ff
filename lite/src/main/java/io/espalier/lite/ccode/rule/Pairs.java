// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.rule;

import io.espalier.lite.Ints;
import io.espalier.lite.Tensor;
import io.espalier.lite.ccode.program.Step;
import io.espalier.lite.ccode.program.Window;
import io.espalier.lite.operator.FusedActivation;
import java.util.ArrayList;
import java.util.List;

/** Two inputs that broadcast: loops over rows, pixels and channels, whatever their shapes. */
final class Pairs {
    private static final int LOOPS = 3;

    private Pairs() {}

    /** A dimension of the output, and how the inputs move along it. */
    private record Loop(int size, int a, int b) {
        private boolean continues(Loop inner) {
            return a == inner.size * inner.a && b == inner.size * inner.b;
        }
    }

    /** The step with its loops, zero point, clamp and rows; before it a copy of an input that must be spread out. */
    static List<Step> steps(Step step, Operation operation) {
        return looped(Arithmetic.withClamp(step, operation, FusedActivation.of(operation.operator())), operation);
    }

    /** The step with its loops and rows; before it a copy of an input that must be spread out. */
    static List<Step> looped(Step step, Operation operation) {
        Ints shape = operation.output().shape();
        View a = MoveRules.whole(operation, 0).broadcast(shape);
        View b = MoveRules.whole(operation, 1).broadcast(shape);
        List<Loop> loops = loops(a, b, isPicture(shape));
        if (loops.size() <= LOOPS) {
            return List.of(looped(step, loops));
        }
        List<Step> steps = new ArrayList<>();
        List<Integer> inputs = List.of(spread(operation, 0, a, steps), spread(operation, 1, b, steps));
        View whole = View.of(shape);
        steps.add(looped(step.reading(inputs), loops(whole, whole, false)));
        return steps;
    }

    private static int spread(Operation operation, int position, View view, List<Step> steps) {
        Tensor input = operation.input(position);
        Ints shape = operation.output().shape();
        int index = operation.operator().inputs().get(position);
        if (input.shape().equals(shape)) {
            return index;
        }
        int copied = operation
                .workspace()
                .add(Tensor.activation(input.name(), input.type(), shape).withQuantization(input.quantization()));
        steps.add(Copy.step(operation.name(), index, view, copied, View.of(shape), Operation.width(input)));
        return copied;
    }

    private static boolean isPicture(Ints shape) {
        return shape.size() == 4 && shape.get(0) == 1;
    }

    /** The outermost one is that of rows, if there are several. */
    private static List<Loop> loops(View a, View b, boolean hasRows) {
        List<Loop> loops = new ArrayList<>();
        for (int axis = a.axes().size() - 1; axis >= 0; axis--) {
            Loop loop = new Loop(
                    a.axes().get(axis).size(),
                    a.axes().get(axis).step(),
                    b.axes().get(axis).step());
            boolean isRow = hasRows && axis == 1;
            if (!isRow && loop.size() == 1) {
                continue;
            }
            if (!isRow && !loops.isEmpty() && loop.continues(loops.get(0))) {
                Loop inner = loops.get(0);
                loops.set(0, new Loop(loop.size() * inner.size(), inner.a(), inner.b()));
            } else {
                loops.add(0, loop);
            }
        }
        Loop once = new Loop(1, 0, 0);
        if (hasRows) {
            while (loops.size() < LOOPS) {
                loops.add(1, once);
            }
        }
        while (loops.size() < LOOPS) {
            loops.add(0, once);
        }
        return loops;
    }

    private static Step looped(Step step, List<Loop> loops) {
        Loop row = loops.get(0);
        Loop pixel = loops.get(1);
        Loop channel = loops.get(2);
        return step.with("pixels", pixel.size())
                .with("channels", channel.size())
                .with("a_row", row.a())
                .with("a_pixel", pixel.a())
                .with("a_channel", channel.a())
                .with("b_row", row.b())
                .with("b_pixel", pixel.b())
                .with("b_channel", channel.b())
                .byRows(row.size(), window(row.size(), row.a()), window(row.size(), row.b()))
                .inPlaceOf(0, 1);
    }

    private static Window window(int rows, int step) {
        return step == 0 ? new Window(1, 0, 0, 1) : Window.same(rows);
    }
}
