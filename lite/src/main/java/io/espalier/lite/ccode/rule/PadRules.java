// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.rule;

import io.espalier.lite.Buffer;
import io.espalier.lite.Ints;
import io.espalier.lite.Tensor;
import io.espalier.lite.ccode.program.Step;
import io.espalier.lite.ccode.program.Window;
import io.espalier.lite.schema.TensorType;
import io.espalier.lite.schema.table.MirrorPadMode;
import java.util.ArrayList;
import java.util.List;

/** Operators that put something around a tensor, or cut it off, and those that also move blocks to the batch and back. */
final class PadRules {
    private PadRules() {}

    static List<Step> pad(Operation operation) {
        int[] sizes = operation.integers(1);
        Ints in = operation.input(0).shape();
        int rank = in.size();
        Tensor value = value(operation);
        boolean picture = rank == 4 && in.get(0) == 1 && sizes[0] + sizes[1] + sizes[6] + sizes[7] == 0;
        if (picture && isOneByte(value)) {
            return List.of(rows(operation, sizes, value.buffer().get(0)));
        }
        List<Step> steps = new ArrayList<>();
        steps.add(fill(operation, value));
        View to = View.of(operation.output().shape());
        for (int axis = 0; axis < rank; axis++) {
            to = to.part(axis, sizes[2 * axis], in.get(axis));
        }
        steps.add(MoveRules.copy(operation, 0, MoveRules.whole(operation, 0), 0, to));
        return steps;
    }

    private static Step rows(Operation operation, int[] sizes, int value) {
        Ints in = operation.input(0).shape();
        Ints out = operation.output().shape();
        int pixel = in.get(3) * Operation.width(operation.input(0));
        return operation
                .step("pad", 0)
                .with("in_row", in.get(2) * pixel)
                .with("out_row", out.get(2) * pixel)
                .with("left", sizes[4] * pixel)
                .with("top", sizes[2])
                .with("in_h", in.get(1))
                .with("value", value)
                .byRows(out.get(1), new Window(in.get(1), 1, sizes[2], 1));
    }

    /** What the new places get: the operand, or zero. */
    private static Tensor value(Operation operation) {
        Tensor output = operation.output();
        Buffer buffer;
        if (operation.operator().hasInput(2)) {
            if (!operation.input(2).isConstant()) {
                throw new Refusal("the value that it fills in is computed", "use a constant");
            }
            buffer = operation.input(2).buffer();
        } else {
            byte[] bytes = new byte[Operation.width(output)];
            if (output.type() == TensorType.INT8 || output.type() == TensorType.UINT8) {
                bytes[0] = (byte) Operation.zeroPoint(output);
            }
            buffer = Buffer.ofBytes(bytes);
        }
        return Tensor.constant(output.name() + "/value", output.type(), Ints.of(1), buffer);
    }

    private static boolean isOneByte(Tensor value) {
        for (int index = 1; index < value.buffer().size(); index++) {
            if (value.buffer().get(index) != value.buffer().get(0)) {
                return false;
            }
        }
        return true;
    }

    /** The output, everywhere this value. */
    private static Step fill(Operation operation, Tensor value) {
        Ints shape = operation.output().shape();
        return Copy.step(
                operation.name(),
                operation.workspace().add(value),
                View.of(Ints.of(1)).broadcast(shape),
                operation.operator().outputs().get(0),
                View.of(shape),
                Operation.width(value));
    }

    /** Part of an axis: where it starts in the input and in the output, and its direction. */
    private record Part(int from, int step, int to, int count) {}

    /** What is copied where. */
    private record Place(View from, View to) {
        private Place along(int axis, Part part) {
            return new Place(
                    from.sliced(axis, part.from(), part.step(), part.count()), to.part(axis, part.to(), part.count()));
        }
    }

    static List<Step> mirror(Operation operation) {
        int[] sizes = operation.integers(1);
        Ints in = operation.input(0).shape();
        boolean skipsEdge = operation.options().symbol("mode", MirrorPadMode.values()) == MirrorPadMode.REFLECT;
        List<Place> places = List.of(new Place(
                MoveRules.whole(operation, 0), View.of(operation.output().shape())));
        for (int axis = 0; axis < in.size(); axis++) {
            int dimension = axis;
            int before = sizes[2 * axis];
            int after = sizes[2 * axis + 1];
            int size = in.get(axis);
            int edge = skipsEdge ? 1 : 0;
            List<Part> parts = List.of(
                    new Part(before - 1 + edge, -1, 0, before),
                    new Part(0, 1, before, size),
                    new Part(size - 1 - edge, -1, before + size, after));
            List<Place> more = new ArrayList<>();
            for (Place place : places) {
                parts.stream().filter(part -> part.count() > 0).forEach(part -> more.add(place.along(dimension, part)));
            }
            places = more;
        }
        return places.stream()
                .map(place -> MoveRules.copy(operation, 0, place.from(), 0, place.to()))
                .toList();
    }

    static List<Step> spaceToBatch(Operation operation) {
        int[] padding = operation.integers(2);
        Ints space = operation.input(0).shape();
        List<Step> steps = new ArrayList<>();
        for (int size : padding) {
            if (size != 0 && steps.isEmpty()) {
                steps.add(fill(operation, value(withoutOperands(operation))));
            }
        }
        blocks(operation, space, operation.output().shape(), padding, false, steps);
        return steps;
    }

    static List<Step> batchToSpace(Operation operation) {
        List<Step> steps = new ArrayList<>();
        Ints space = operation.output().shape();
        blocks(operation, space, operation.input(0).shape(), operation.integers(2), true, steps);
        return steps;
    }

    private static Operation withoutOperands(Operation operation) {
        Ints first = Ints.of(operation.operator().inputs().get(0));
        return new Operation(
                operation.workspace(),
                operation.operator().withInputs(first),
                operation.number(),
                operation.rounding());
    }

    /** For each place in a block, the elements of the space that go there or come from there. */
    private static void blocks(
            Operation operation, Ints space, Ints batches, int[] before, boolean toSpace, List<Step> steps) {
        int[] block = operation.integers(1);
        int batch = space.get(0);
        int places = batches.get(0) / batch;
        for (int place = 0; place < places; place++) {
            View spaceView = View.of(space);
            View batchView = View.of(batches).part(0, place * batch, batch);
            int rest = place;
            for (int axis = block.length; axis >= 1; axis--) {
                int size = block[axis - 1];
                int offset = rest % size - before[2 * (axis - 1)];
                rest /= size;
                int first = Math.max(0, Math.floorDiv(-offset + size - 1, size));
                int end = Math.min(batches.get(axis), Math.floorDiv(space.get(axis) - 1 - offset, size) + 1);
                int count = Math.max(0, end - first);
                spaceView = spaceView.sliced(axis, first * size + offset, size, count);
                batchView = batchView.part(axis, first, count);
            }
            if (spaceView.axes().stream().allMatch(axis -> axis.size() > 0)) {
                steps.add(
                        toSpace
                                ? MoveRules.copy(operation, 0, batchView, 0, spaceView)
                                : MoveRules.copy(operation, 0, spaceView, 0, batchView));
            }
        }
    }
}
