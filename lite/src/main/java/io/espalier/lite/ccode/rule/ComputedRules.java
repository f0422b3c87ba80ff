// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.rule;

import io.espalier.lite.Ints;
import io.espalier.lite.Options;
import io.espalier.lite.Tensor;
import io.espalier.lite.ccode.program.Constant.Table;
import io.espalier.lite.ccode.program.Step;
import io.espalier.lite.schema.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Operators that move elements to or from places that are computed while the model runs; elements may have any type. */
final class ComputedRules {
    private static final int MOST_AXES = 6;

    private ComputedRules() {}

    /** Empty where all places are known. */
    static Optional<List<Step>> steps(Operation operation) {
        return switch (operation.operator().code().builtin()) {
            case GATHER -> operation.input(1).isConstant() ? Optional.empty() : Optional.of(gather(operation));
            case EMBEDDING_LOOKUP -> Optional.of(List.of(rows(operation, 1, 0, 0)));
            case DYNAMIC_UPDATE_SLICE -> Optional.of(update(operation));
            case SLICE -> operation.input(1).isConstant() ? Optional.empty() : Optional.of(slice(operation));
            case STRIDED_SLICE ->
                operation.input(1).isConstant() ? Optional.empty() : Optional.of(stridedSlice(operation));
            case SELECT, SELECT_V2 -> Optional.of(SelectRules.select(operation));
            default -> Optional.empty();
        };
    }

    private static List<Step> gather(Operation operation) {
        if (operation.options().integer("batch_dims") != 0) {
            throw new Refusal("it has batch dimensions", "gather along one axis");
        }
        int rank = operation.input(0).shape().size();
        return List.of(rows(operation, 0, 1, Operation.axis(operation.options().integer("axis"), rank)));
    }

    private static Step rows(Operation operation, int values, int indices, int axis) {
        Tensor input = operation.input(values);
        String type = operation.input(indices).type() == TensorType.INT64 ? "int64_t" : "int32_t";
        Template kernel =
                Template.of("gather_of", "gather_" + type.replace("_t", "")).word("IN", type);
        long outer = 1;
        for (int before = 0; before < axis; before++) {
            outer *= input.shape().get(before);
        }
        return operation
                .step(kernel.toString(), values, indices)
                .with("outer", outer)
                .with("size", input.shape().get(axis))
                .with("count", operation.input(indices).elements())
                .with("width", (long) input.stride(axis) * Operation.width(input));
    }

    private static List<Step> update(Operation operation) {
        requireInt32(operation, 2);
        Tensor input = operation.input(0);
        return List.of(box(
                        operation.step("update_part", 0, 1, 2),
                        input,
                        operation.input(1).shape())
                .inPlaceOf(0));
    }

    private static List<Step> slice(Operation operation) {
        requireInt32(operation, 1);
        return List.of(box(
                operation.step("take_part", 0, 1),
                operation.input(0),
                operation.output().shape()));
    }

    /** One element or row at a computed place: begin is computed, and the end is behind it. */
    private static List<Step> stridedSlice(Operation operation) {
        Options options = operation.options();
        Ints in = operation.input(0).shape();
        Ints out = operation.output().shape();
        int[] strides = operation.integers(3);
        boolean simple = options.integer("ellipsis_mask") == 0
                && options.integer("new_axis_mask") == 0
                && options.integer("begin_mask") >> 1 << 1 == ((1 << strides.length) - 1) >> 1 << 1
                && options.integer("begin_mask") % 2 == 0;
        for (int stride : strides) {
            simple &= stride == 1;
        }
        boolean shrinks = (options.integer("shrink_axis_mask") & 1) == 1;
        if (!simple || options.integer("shrink_axis_mask") > 1) {
            throw new Refusal("it slices several axes at computed places", "slice the first axis only, or use GATHER");
        }
        requireInt32(operation, 1);
        List<Integer> sizes = new ArrayList<>();
        if (shrinks) {
            sizes.add(1);
        }
        out.stream().forEach(sizes::add);
        // only the first begin counts: the others are masked, so whole axes follow
        int rest = Math.toIntExact(operation.input(0).elements() / in.get(0));
        Step step = operation
                .step("take_part", 0, 1)
                .with("sizes", Table.ofInts(in.get(0), sizes.get(0), rest, rest))
                .with("rank", 1)
                .with("width", (long) rest * Operation.width(operation.input(0)))
                .with("bytes", operation.input(0).elements() * Operation.width(operation.input(0)));
        return List.of(step);
    }

    private static Step box(Step step, Tensor whole, Ints part) {
        int rank = Math.max(1, whole.shape().size());
        if (rank > MOST_AXES) {
            throw new Refusal("it has " + rank + " axes", "use at most " + MOST_AXES);
        }
        int[] sizes = new int[2 * rank];
        java.util.Arrays.fill(sizes, 1);
        for (int axis = 0; axis < whole.shape().size(); axis++) {
            sizes[2 * axis] = whole.shape().get(axis);
            sizes[2 * axis + 1] = part.get(axis);
        }
        return step.with("sizes", Table.ofInts(sizes))
                .with("rank", rank)
                .with("width", Operation.width(whole))
                .with("bytes", whole.elements() * Operation.width(whole));
    }

    private static void requireInt32(Operation operation, int position) {
        if (operation.input(position).type() != TensorType.INT32) {
            throw new Refusal("its places are " + operation.input(position).type(), "use INT32");
        }
    }
}
