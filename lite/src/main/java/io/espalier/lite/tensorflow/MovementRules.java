// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.tensorflow;

import static io.espalier.lite.schema.BuiltinOperator.*;

import io.espalier.lite.Ints;
import io.espalier.lite.Longs;
import io.espalier.lite.Options;
import io.espalier.lite.lower.LoweringException;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.table.MirrorPadMode;
import io.espalier.lite.schema.table.OptionsTable;
import io.espalier.model.tensorflow.DataType;
import io.espalier.model.tensorflow.TensorShape;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Operators that move elements, leave some out or repeat them. */
final class MovementRules {
    private MovementRules() {}

    /** The rule of an operator of this family; null for another. */
    static @Nullable NodeRule of(String operator) {
        return switch (operator) {
            case "BatchToSpaceND" -> NodeRule.of(MovementRules::batchToSpace);
            case "BroadcastTo" -> NodeRule.of(MovementRules::broadcastTo);
            case "Concat" ->
                NodeRule.of(call -> concatenated(call, 1, call.inputs().size(), 0));
            case "ConcatV2" ->
                NodeRule.of(call -> concatenated(
                        call, 0, call.inputs().size() - 1, call.inputs().size() - 1));
            case "DepthToSpace" -> NodeRule.of(MovementRules::depthToSpace);
            case "Gather" -> NodeRule.of(call -> gathered(call, call.input(0), 0, 0));
            case "GatherNd" -> NodeRule.of(MovementRules::gatherNd);
            case "GatherV2" -> NodeRule.of(MovementRules::gatherV2);
            case "MirrorPad" -> NodeRule.of(MovementRules::mirrorPad);
            case "Pack" -> NodeRule.of(MovementRules::pack);
            case "Pad", "PadV2" -> NodeRule.of(MovementRules::pad);
            case "ReverseV2" -> NodeRule.of(MovementRules::reverse);
            case "Slice" -> NodeRule.of(MovementRules::slice);
            case "SpaceToBatchND" -> NodeRule.of(MovementRules::spaceToBatch);
            case "SpaceToDepth" -> NodeRule.of(MovementRules::spaceToDepth);
            case "Split" -> MovementRules::split;
            case "SplitV" -> MovementRules::splitV;
            case "StridedSlice" -> NodeRule.of(StridedSliceRule::slice);
            case "Tile" -> NodeRule.of(MovementRules::tile);
            case "Transpose" -> NodeRule.of(MovementRules::transpose);
            case "Unpack" -> MovementRules::unpack;
            default -> null;
        };
    }

    private static Value transpose(NodeCall call) {
        int[] order = Arrays.stream(call.known(1, "permutation"))
                .map(axis -> Dims.axis(axis, call.shape(0).size()))
                .toArray();
        return call.operator(
                TRANSPOSE,
                OptionsTable.TRANSPOSE,
                call.type(0),
                Dims.permuted(call.shape(0), order),
                call.input(0),
                call.ints("perm", order));
    }

    private static Value concatenated(NodeCall call, int from, int to, int axisInput) {
        List<Value> parts = call.inputs().subList(from, to);
        Value first = parts.get(0);
        int axis = Dims.axis(call.knownNumber(axisInput, "axis"), first.shape().size());
        int size = 0;
        for (Value part : parts) {
            int more = part.shape().get(axis);
            size = size == Dims.OPEN || more == Dims.OPEN ? Dims.OPEN : size + more;
        }
        Ints shape = first.shape();
        for (Value part : parts) {
            for (int i = 0; i < shape.size(); i++) {
                shape = shape.get(i) == Dims.OPEN ? shape.with(i, part.shape().get(i)) : shape;
            }
        }
        Ints whole = shape.with(axis, size);
        Options options = Options.of(OptionsTable.CONCATENATION).with("axis", axis);
        return Counting.value(
                call,
                first.type(),
                whole,
                joined(parts),
                () -> call.operator(CONCATENATION, options, first.type(), whole, parts.toArray(Value[]::new)));
    }

    /** The elements of lists one after another. */
    private static Optional<Longs> joined(List<Value> parts) {
        LongStream all = LongStream.empty();
        for (Value part : parts) {
            Optional<Longs> elements = part.shape().size() <= 1 ? NodeCall.elements(part) : Optional.empty();
            if (elements.isEmpty()) {
                return Optional.empty();
            }
            all = LongStream.concat(all, elements.get().stream());
        }
        return Optional.of(Longs.of(all.toArray()));
    }

    private static Value pack(NodeCall call) {
        Ints part = call.shape(0);
        int axis = Dims.axis(call.node().whole("axis", 0), part.size() + 1);
        int count = call.inputs().size();
        Ints shape = Dims.inserted(part, axis, count);
        Options options = Options.of(OptionsTable.PACK).with("axis", axis).with("values_count", count);
        Optional<Longs> elements = part.isEmpty()
                ? joined(call.inputs().stream()
                        .map(value -> Counting.counts(value.type())
                                        && NodeCall.elements(value).isEmpty()
                                ? unknown(value)
                                : value)
                        .toList())
                : Optional.empty();
        return Counting.value(
                call,
                call.type(0),
                shape,
                elements,
                () -> call.operator(
                        PACK, options, call.type(0), shape, call.inputs().toArray(Value[]::new)));
    }

    /** A number that is computed in a way that is not followed. */
    private static Value unknown(Value number) {
        return number instanceof Value.Computed computed
                ? computed.withElements(Optional.of(Longs.of(Value.OPEN)))
                : number;
    }

    private static List<Value> unpack(NodeCall call) {
        int axis = Dims.axis(call.node().whole("axis", 0), call.shape(0).size());
        int count = (int) call.node().whole("num", 0);
        Ints part = Dims.without(call.shape(0), axis);
        Optional<Longs> elements = call.elements(0)
                .filter(list -> call.shape(0).size() == 1 && list.stream().noneMatch(element -> element == Value.OPEN));
        if (elements.isPresent()) {
            return elements.get().stream()
                    .<Value>mapToObj(
                            element -> Counting.constant(call.name(), call.type(0), Ints.EMPTY, Longs.of(element)))
                    .toList();
        }
        Options options = Options.of(OptionsTable.UNPACK).with("axis", axis).with("num", count);
        return several(call, UNPACK, options, Collections.nCopies(count, part), call.input(0));
    }

    private static List<Value> several(
            NodeCall call, BuiltinOperator builtin, Options options, List<Ints> shapes, Value... operands) {
        DataType type = operands[operands.length == 2 ? 1 : 0].type();
        return call.assembly()
                .operator(builtin, options, call.name(), Collections.nCopies(shapes.size(), type), shapes, operands);
    }

    private static List<Value> split(NodeCall call) {
        int axis = Dims.axis(call.knownNumber(0, "axis"), call.shape(1).size());
        int count = (int) call.node().whole("num_split", 1);
        int size = call.shape(1).get(axis);
        Ints part = call.shape(1).with(axis, size == Dims.OPEN ? Dims.OPEN : size / count);
        Options options = Options.of(OptionsTable.SPLIT).with("num_splits", count);
        return several(
                call, SPLIT, options, Collections.nCopies(count, part), call.number("axis", axis), call.input(1));
    }

    private static List<Value> splitV(NodeCall call) {
        int[] sizes = call.known(1, "sizes");
        int axis = Dims.axis(call.knownNumber(2, "axis"), call.shape(0).size());
        int whole = call.shape(0).get(axis);
        int told = Arrays.stream(sizes).filter(size -> size >= 0).sum();
        int[] complete = Arrays.stream(sizes)
                .map(size -> size >= 0 ? size : whole == Dims.OPEN ? Dims.OPEN : whole - told)
                .toArray();
        List<Ints> shapes = Arrays.stream(complete)
                .mapToObj(size -> call.shape(0).with(axis, size))
                .toList();
        Options options = Options.of(OptionsTable.SPLIT_V).with("num_splits", sizes.length);
        return call.assembly()
                .operator(
                        SPLIT_V,
                        options,
                        call.name(),
                        Collections.nCopies(sizes.length, call.type(0)),
                        shapes,
                        call.input(0),
                        call.ints("sizes", complete),
                        call.number("axis", axis));
    }

    private static Value gatherV2(NodeCall call) {
        int axis = Dims.axis(call.knownNumber(2, "axis"), call.shape(0).size());
        return gathered(call, call.input(0), axis, (int) call.node().whole("batch_dims", 0));
    }

    /** Takes elements of a table by the indices of the second input. */
    static Value gathered(NodeCall call, Value table, int axis, int batchDims) {
        Ints indices = call.shape(1);
        int[] shape = IntStream.concat(
                        IntStream.concat(
                                table.shape().stream().limit(axis),
                                indices.stream().skip(batchDims)),
                        table.shape().stream().skip(axis + 1L))
                .toArray();
        Options options = Options.of(OptionsTable.GATHER).with("axis", axis).with("batch_dims", batchDims);
        return Counting.value(
                call,
                table.type(),
                Ints.of(shape),
                taken(table, call.elements(1)),
                () -> call.operator(GATHER, options, table.type(), Ints.of(shape), table, call.input(1)));
    }

    private static Optional<Longs> taken(Value table, Optional<Longs> indices) {
        Optional<Longs> elements = table.shape().size() == 1 ? NodeCall.elements(table) : Optional.empty();
        if (elements.isEmpty()
                || indices.isEmpty()
                || indices.get().stream()
                        .anyMatch(index -> index < 0 || index >= elements.get().size())) {
            return Optional.empty();
        }
        return Optional.of(Longs.of(indices.get().stream()
                .map(index -> elements.get().get((int) index))
                .toArray()));
    }

    private static Value gatherNd(NodeCall call) {
        int depth = call.shape(1).get(call.shape(1).size() - 1);
        int[] shape = IntStream.concat(
                        call.shape(1).stream().limit(call.shape(1).size() - 1L),
                        call.shape(0).stream().skip(depth))
                .toArray();
        return call.operator(
                GATHER_ND, OptionsTable.GATHER_ND, call.type(0), Ints.of(shape), call.input(0), call.input(1));
    }

    private static Value slice(NodeCall call) {
        Ints from = call.shape(0);
        Optional<Longs> begins = call.elements(1);
        Longs sizes = call.elements(2)
                .orElseThrow(() -> new LoweringException("the size is computed in a way that is not followed"));
        int[] shape = new int[from.size()];
        for (int axis = 0; axis < shape.length; axis++) {
            long begin = begins.isPresent() ? begins.get().get(axis) : Value.OPEN;
            long size = sizes.get(axis);
            boolean isRest = size == -1 && from.get(axis) != Dims.OPEN && begin != Value.OPEN;
            shape[axis] = size >= 0 ? (int) size : isRest ? (int) (from.get(axis) - begin) : Dims.OPEN;
        }
        Optional<Longs> elements = from.size() == 1 && begins.isPresent() && shape[0] != Dims.OPEN
                ? part(call.elements(0), begins.get().get(0), shape[0])
                : Optional.empty();
        return Counting.value(
                call,
                call.type(0),
                Ints.of(shape),
                elements,
                () -> call.operator(
                        SLICE,
                        OptionsTable.SLICE,
                        call.type(0),
                        Ints.of(shape),
                        call.input(0),
                        ShapeRules.asInt32(call, call.input(1)),
                        ShapeRules.asInt32(call, call.input(2))));
    }

    private static Optional<Longs> part(Optional<Longs> list, long begin, int size) {
        return list.filter(all -> begin >= 0 && begin + size <= all.size())
                .map(all -> Longs.of(all.stream().skip(begin).limit(size).toArray()));
    }

    private static Value pad(NodeCall call) {
        int[] paddings = call.known(1, "padding");
        Value operand = paddings(call, paddings);
        Ints shape = padded(call.shape(0), paddings);
        boolean isOfZeros = call.inputs().size() < 3
                || (call.input(2) instanceof Value.Known known
                        && known.floats().filter(values -> values[0] == 0).isPresent());
        return isOfZeros
                ? call.operator(PAD, OptionsTable.PAD, call.type(0), shape, call.input(0), operand)
                : call.operator(PADV2, OptionsTable.PADV2, call.type(0), shape, call.input(0), operand, call.input(2));
    }

    static Value paddings(NodeCall call, int... paddings) {
        return SubgraphAssembly.ints(call.named("paddings"), TensorShape.of(paddings.length / 2, 2), paddings);
    }

    static Ints padded(Ints shape, int... paddings) {
        return Ints.of(IntStream.range(0, shape.size())
                .map(axis -> shape.get(axis) == Dims.OPEN
                        ? Dims.OPEN
                        : shape.get(axis) + paddings[2 * axis] + paddings[2 * axis + 1])
                .toArray());
    }

    private static Value mirrorPad(NodeCall call) {
        int[] paddings = call.known(1, "padding");
        Options options = Options.of(OptionsTable.MIRROR_PAD)
                .with(
                        "mode",
                        call.node().text("mode", "REFLECT").equals("SYMMETRIC")
                                ? MirrorPadMode.SYMMETRIC
                                : MirrorPadMode.REFLECT);
        return call.operator(
                MIRROR_PAD,
                options,
                call.type(0),
                padded(call.shape(0), paddings),
                call.input(0),
                paddings(call, paddings));
    }

    private static Value reverse(NodeCall call) {
        int[] axes = Arrays.stream(call.known(1, "axes"))
                .map(axis -> Dims.axis(axis, call.shape(0).size()))
                .toArray();
        return call.operator(
                REVERSE_V2,
                OptionsTable.REVERSE_V2,
                call.type(0),
                call.shape(0),
                call.input(0),
                call.ints("axes", axes));
    }

    private static Value tile(NodeCall call) {
        Longs times = call.elements(1)
                .orElseThrow(() -> new LoweringException("the multiples are computed in a way that is not followed"));
        int[] shape = IntStream.range(0, times.size())
                .map(axis -> call.shape(0).get(axis) == Dims.OPEN || times.get(axis) == Value.OPEN
                        ? Dims.OPEN
                        : Math.multiplyExact(call.shape(0).get(axis), (int) times.get(axis)))
                .toArray();
        return call.operator(
                TILE,
                OptionsTable.TILE,
                call.type(0),
                Ints.of(shape),
                call.input(0),
                ShapeRules.asInt32(call, call.input(1)));
    }

    private static Value broadcastTo(NodeCall call) {
        Longs sizes = call.elements(1)
                .orElseThrow(() -> new LoweringException("the shape is computed in a way that is not followed"));
        Ints shape = Dims.of(sizes);
        return call.operator(
                BROADCAST_TO,
                OptionsTable.BROADCAST_TO,
                call.type(0),
                shape,
                call.input(0),
                ShapeRules.asInt32(call, call.input(1)));
    }

    private static Value spaceToDepth(NodeCall call) {
        int block = (int) call.node().whole("block_size", 1);
        Options options = Options.of(OptionsTable.SPACE_TO_DEPTH).with("block_size", block);
        return ChannelsLast.of(call, call.input(0)).apply(value -> {
            Ints from = value.shape();
            Ints shape = Ints.of(
                    from.get(0), divided(from.get(1), block), divided(from.get(2), block), from.get(3) * block * block);
            return call.operator(SPACE_TO_DEPTH, options, value.type(), shape, value);
        });
    }

    private static Value depthToSpace(NodeCall call) {
        int block = (int) call.node().whole("block_size", 1);
        Options options = Options.of(OptionsTable.DEPTH_TO_SPACE).with("block_size", block);
        return ChannelsLast.of(call, call.input(0)).apply(value -> {
            Ints from = value.shape();
            Ints shape = Ints.of(
                    from.get(0), times(from.get(1), block), times(from.get(2), block), from.get(3) / (block * block));
            return call.operator(DEPTH_TO_SPACE, options, value.type(), shape, value);
        });
    }

    private static int divided(int size, int by) {
        return size == Dims.OPEN ? Dims.OPEN : size / by;
    }

    private static int times(int size, int by) {
        return size == Dims.OPEN ? Dims.OPEN : size * by;
    }

    private static Value spaceToBatch(NodeCall call) {
        int[] block = call.known(1, "block shape");
        int[] paddings = call.known(2, "padding");
        int[] shape = call.shape(0).toArray();
        for (int i = 0; i < block.length; i++) {
            shape[0] = times(shape[0], block[i]);
            shape[i + 1] = divided(shape[i + 1] + paddings[2 * i] + paddings[2 * i + 1], block[i]);
        }
        return call.operator(
                SPACE_TO_BATCH_ND,
                OptionsTable.SPACE_TO_BATCH_ND,
                call.type(0),
                Ints.of(shape),
                call.input(0),
                call.ints("block_shape", block),
                paddings(call, paddings));
    }

    private static Value batchToSpace(NodeCall call) {
        int[] block = call.known(1, "block shape");
        int[] crops = call.known(2, "crops");
        int[] shape = call.shape(0).toArray();
        for (int i = 0; i < block.length; i++) {
            shape[0] = shape[0] == Dims.OPEN ? Dims.OPEN : shape[0] / block[i];
            shape[i + 1] = times(shape[i + 1], block[i]) - crops[2 * i] - crops[2 * i + 1];
        }
        return call.operator(
                BATCH_TO_SPACE_ND,
                OptionsTable.BATCH_TO_SPACE_ND,
                call.type(0),
                Ints.of(shape),
                call.input(0),
                call.ints("block_shape", block),
                paddings(call, crops));
    }
}
