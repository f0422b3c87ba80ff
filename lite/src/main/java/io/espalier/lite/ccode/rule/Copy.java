// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.rule;

import io.espalier.lite.ccode.program.Constant.Table;
import io.espalier.lite.ccode.program.Step;
import java.util.ArrayList;
import java.util.List;

/** Elements of one tensor copied into another: loops over as few axes as possible around copies of neighbouring bytes. */
final class Copy {
    private final List<int[]> loops = new ArrayList<>();
    private int run;

    /** Two views of the same sizes; {@code width} is that of an element in bytes. */
    private Copy(View from, View to, int width) {
        run = width;
        for (int axis = from.axes().size() - 1; axis >= 0; axis--) {
            int size = from.axes().get(axis).size();
            if (size != to.axes().get(axis).size()) {
                throw new IllegalStateException("cannot copy " + from + " to " + to);
            }
            if (size != 1) {
                add(
                        size,
                        from.axes().get(axis).step() * width,
                        to.axes().get(axis).step() * width);
            }
        }
        if (loops.isEmpty()) {
            loops.add(new int[] {1, 0, 0});
        }
    }

    private void add(int size, int in, int out) {
        if (loops.isEmpty() && in == run && out == run) {
            run *= size;
            return;
        }
        int[] inner = loops.isEmpty() ? new int[3] : loops.get(0);
        if (inner[0] > 0 && in == inner[0] * inner[1] && out == inner[0] * inner[2]) {
            inner[0] *= size;
        } else {
            loops.add(0, new int[] {size, in, out});
        }
    }

    /** A step that copies all of a tensor. */
    static Step whole(String name, int input, int output, Workspace workspace) {
        View whole = View.of(workspace.tensor(output).shape());
        return step(name, input, whole, output, whole, Operation.width(workspace.tensor(output)));
    }

    /** A step that copies. */
    static Step step(String name, int input, View from, int output, View to, int width) {
        Copy copy = new Copy(from, to, width);
        return Step.of(name, "view", List.of(input), output)
                .with(
                        "loops",
                        Table.ofInts(copy.loops.stream()
                                .flatMapToInt(java.util.Arrays::stream)
                                .toArray()))
                .with("depth", copy.loops.size())
                .with("from", (long) from.start() * width)
                .with("to", (long) to.start() * width)
                .with("run", copy.run);
    }
}
