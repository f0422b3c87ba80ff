// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite.evaluate;

import io.espalier.lite.Buffer;
import io.espalier.lite.Ints;
import io.espalier.lite.Tensor;
import io.espalier.lite.schema.BuiltinOperator;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Operators that put their inputs next to each other, or other elements around one. */
final class Joining {
    private Joining() {}

    /** Computes operators of a kind; null for kinds that are not of this family. */
    static @Nullable Evaluator of(BuiltinOperator kind) {
        return switch (kind) {
            case CONCATENATION -> Evaluator.ofOne(Joining::concatenation);
            case PACK -> Evaluator.ofOne(Joining::pack);
            case PAD -> Evaluator.ofOne(invocation -> pad(invocation, zero(invocation)));
            case PADV2 -> Evaluator.ofOne(invocation -> pad(invocation, invocation.input(2)));
            default -> null;
        };
    }

    private static Optional<Buffer> concatenation(Invocation invocation) {
        Ints shape = invocation.outputShape();
        boolean free = invocation.option("fused_activation_function") == 0;
        return Invocation.axis(invocation.option("axis"), shape.size())
                .filter(axis -> free && invocation.inputs().stream().allMatch(part -> fits(part, axis, shape)))
                .flatMap(axis -> join(
                        invocation,
                        axis,
                        invocation.inputs().stream().map(Tensor::shape).toList()));
    }

    private static boolean fits(Tensor part, int axis, Ints shape) {
        return part.shape().size() == shape.size()
                && part.shape().with(axis, shape.get(axis)).equals(shape);
    }

    private static Optional<Buffer> pack(Invocation invocation) {
        Ints shape = invocation.outputShape();
        return Invocation.axis(invocation.option("axis"), shape.size())
                .flatMap(axis -> join(
                        invocation,
                        axis,
                        Collections.nCopies(invocation.inputs().size(), shape.with(axis, 1))));
    }

    private static Optional<Buffer> join(Invocation invocation, int axis, List<Ints> shapes) {
        Tensor output = invocation.output();
        int total = shapes.stream().mapToInt(shape -> shape.get(axis)).sum();
        boolean sizesFit = total == output.shape().get(axis)
                && IntStream.range(0, shapes.size())
                        .allMatch(i -> invocation.input(i).type() == output.type()
                                && invocation.input(i).elements()
                                        == StridedView.of(shapes.get(i)).elements());
        if (!sizesFit) {
            return Optional.empty();
        }
        Ints strides = StridedView.of(output.shape()).strides();
        byte[] bytes = new byte[(int) output.type().bytes(output.elements())];
        int before = 0;
        for (int i = 0; i < shapes.size(); i++) {
            StridedView view = new StridedView(shapes.get(i), before * strides.get(axis), strides);
            Elements.write(invocation.input(i), view, bytes);
            before += shapes.get(i).get(axis);
        }
        return Optional.of(Buffer.view(ByteBuffer.wrap(bytes)));
    }

    private static Tensor zero(Invocation invocation) {
        return Tensor.constant(
                "zero", invocation.type(), Ints.EMPTY, Buffer.ofBytes(new byte[Elements.width(invocation.input(0))]));
    }

    private static Optional<Buffer> pad(Invocation invocation, Tensor value) {
        Ints inner = invocation.shape(0);
        Tensor output = invocation.output();
        return invocation
                .parameter(1)
                .filter(rows -> rows.size() == 2 * inner.size()
                        && rows.stream().allMatch(row -> row >= 0)
                        && output.shape().size() == inner.size()
                        && value.type() == invocation.type()
                        && value.elements() == 1
                        && IntStream.range(0, inner.size())
                                .allMatch(axis -> output.shape().get(axis)
                                        == inner.get(axis) + rows.get(2 * axis) + rows.get(2 * axis + 1)))
                .map(rows -> {
                    Ints strides = StridedView.of(output.shape()).strides();
                    int offset = IntStream.range(0, inner.size())
                            .map(axis -> rows.get(2 * axis) * strides.get(axis))
                            .sum();
                    byte[] bytes = Elements.repeat(value, (int) output.elements());
                    Elements.write(invocation.input(0), new StridedView(inner, offset, strides), bytes);
                    return Buffer.view(ByteBuffer.wrap(bytes));
                });
    }
}
