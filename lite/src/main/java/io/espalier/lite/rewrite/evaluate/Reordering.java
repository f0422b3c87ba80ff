// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite.evaluate;

import io.espalier.lite.Buffer;
import io.espalier.lite.Ints;
import io.espalier.lite.Tensor;
import io.espalier.lite.schema.BuiltinOperator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Operators that output elements of their input in another order, drop some, or repeat some. */
final class Reordering {
    private Reordering() {}

    /** Computes operators of a kind; null for kinds that are not of this family. */
    static @Nullable Evaluator of(BuiltinOperator kind) {
        return switch (kind) {
            case RESHAPE, SQUEEZE, EXPAND_DIMS -> Evaluator.ofOne(Reordering::same);
            case TRANSPOSE -> viewing(Reordering::transpose);
            case SLICE -> viewing(Reordering::slice);
            case STRIDED_SLICE -> viewing(StridedSlice::view);
            case BROADCAST_TO -> viewing(Reordering::broadcastTo);
            case TILE -> viewing(Reordering::tile);
            case SPLIT -> Reordering::split;
            case UNPACK -> Reordering::unpack;
            case GATHER -> Evaluator.ofOne(Reordering::gather);
            default -> null;
        };
    }

    private static Optional<Buffer> same(Invocation invocation) {
        return Optional.of(invocation.input(0).buffer());
    }

    private static Evaluator viewing(Function<Invocation, Optional<StridedView>> view) {
        return Evaluator.ofOne(
                invocation -> view.apply(invocation).map(elements -> Elements.read(invocation.input(0), elements)));
    }

    private static Optional<StridedView> transpose(Invocation invocation) {
        StridedView dense = StridedView.of(invocation.shape(0));
        int rank = dense.shape().size();
        return invocation
                .parameter(1)
                .filter(axes -> axes.size() == rank && axes.stream().allMatch(axis -> axis >= -rank && axis < rank))
                .map(axes ->
                        axes.stream().map(axis -> axis < 0 ? axis + rank : axis).toArray())
                .map(axes -> new StridedView(picked(dense.shape(), axes), 0, picked(dense.strides(), axes)))
                .filter(view -> view.shape().equals(invocation.outputShape()));
    }

    private static Ints picked(Ints values, int... places) {
        return Ints.of(IntStream.of(places).map(values::get).toArray());
    }

    private static Optional<StridedView> slice(Invocation invocation) {
        return invocation
                .parameter(1)
                .flatMap(begin -> invocation.parameter(2).flatMap(size -> slice(invocation, begin, size)));
    }

    private static Optional<StridedView> slice(Invocation invocation, Ints begin, Ints size) {
        StridedView dense = StridedView.of(invocation.shape(0));
        int rank = dense.shape().size();
        if (begin.size() != rank || size.size() != rank) {
            return Optional.empty();
        }
        int[] sizes = new int[rank];
        int offset = 0;
        for (int axis = 0; axis < rank; axis++) {
            int left = dense.shape().get(axis) - begin.get(axis);
            sizes[axis] = size.get(axis) == -1 ? left : size.get(axis);
            offset += begin.get(axis) * dense.strides().get(axis);
            if (begin.get(axis) < 0 || sizes[axis] < 1 || sizes[axis] > left) {
                return Optional.empty();
            }
        }
        return Optional.of(new StridedView(Ints.of(sizes), offset, dense.strides()))
                .filter(view -> view.shape().equals(invocation.outputShape()));
    }

    private static Optional<StridedView> broadcastTo(Invocation invocation) {
        Ints to = invocation.outputShape();
        return invocation
                .parameter(1)
                .filter(shape ->
                        shape.equals(to) && to.size() >= invocation.shape(0).size())
                .flatMap(shape -> StridedView.broadcast(invocation.shape(0), to));
    }

    // Along each axis, the repetitions are an axis of their own whose steps lead nowhere.
    private static Optional<StridedView> tile(Invocation invocation) {
        StridedView dense = StridedView.of(invocation.shape(0));
        int rank = dense.shape().size();
        return invocation
                .parameter(1)
                .filter(times -> times.size() == rank
                        && IntStream.range(0, rank)
                                .allMatch(axis -> invocation.outputShape().get(axis)
                                        == times.get(axis) * dense.shape().get(axis)))
                .map(times -> {
                    int[] shape = new int[2 * rank];
                    int[] strides = new int[2 * rank];
                    for (int axis = 0; axis < rank; axis++) {
                        shape[2 * axis] = times.get(axis);
                        shape[2 * axis + 1] = dense.shape().get(axis);
                        strides[2 * axis + 1] = dense.strides().get(axis);
                    }
                    return new StridedView(Ints.of(shape), 0, Ints.of(strides));
                });
    }

    private static Optional<List<Buffer>> split(Invocation invocation) {
        Tensor whole = invocation.input(1);
        int parts = invocation.outputs().size();
        return invocation
                .parameter(0)
                .flatMap(axis -> Invocation.axis(axis.get(0), whole.shape().size()))
                .filter(axis -> invocation.option("num_splits") == parts
                        && whole.shape().get(axis) % parts == 0)
                .map(axis -> {
                    int size = whole.shape().get(axis) / parts;
                    return parts(whole, axis, size, whole.shape().with(axis, size), parts);
                });
    }

    private static Optional<List<Buffer>> unpack(Invocation invocation) {
        Tensor whole = invocation.input(0);
        int parts = invocation.outputs().size();
        return Invocation.axis(invocation.option("axis"), whole.shape().size())
                .filter(axis -> whole.shape().get(axis) == parts)
                .map(axis -> parts(whole, axis, 1, whole.shape().with(axis, 1), parts));
    }

    private static List<Buffer> parts(Tensor whole, int axis, int size, Ints shape, int parts) {
        Ints strides = StridedView.of(whole.shape()).strides();
        return IntStream.range(0, parts)
                .mapToObj(part -> new StridedView(shape, part * size * strides.get(axis), strides))
                .map(view -> Elements.read(whole, view))
                .toList();
    }

    private static Optional<Buffer> gather(Invocation invocation) {
        Ints shape = invocation.shape(0);
        boolean plain = invocation.option("batch_dims") == 0;
        return Invocation.axis(invocation.option("axis"), shape.size())
                .filter(axis -> plain)
                .flatMap(axis -> invocation
                        .parameter(1)
                        .filter(indices -> indices.stream().allMatch(index -> index >= 0 && index < shape.get(axis)))
                        .map(indices -> gather(invocation, axis, indices)));
    }

    private static Buffer gather(Invocation invocation, int axis, Ints indices) {
        Ints shape = invocation.shape(0);
        int inner = StridedView.of(shape).strides().get(axis);
        int outer = StridedView.of(shape).elements() / inner / shape.get(axis);
        int[] places = new int[outer * indices.size() * inner];
        int next = 0;
        for (int block = 0; block < outer; block++) {
            for (int index : indices.toArray()) {
                for (int within = 0; within < inner; within++) {
                    places[next++] = (block * shape.get(axis) + index) * inner + within;
                }
            }
        }
        return Elements.read(invocation.input(0), places);
    }
}
