// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.tensorflow.export;

import static io.espalier.lite.schema.BuiltinOperator.*;

import io.espalier.lite.Ints;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.table.MirrorPadMode;
import io.espalier.model.tensorflow.DataType;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Operators that move values or leave some out. */
final class MovementExport {
    private MovementExport() {}

    static Map<BuiltinOperator, ExportRule> rows() {
        Map<BuiltinOperator, ExportRule> rows = new EnumMap<>(BuiltinOperator.class);
        rows.put(RESHAPE, MovementExport::reshape);
        rows.put(SQUEEZE, MovementExport::squeeze);
        rows.put(EXPAND_DIMS, indexed("ExpandDims", "Tdim"));
        rows.put(TRANSPOSE, indexed("Transpose", "Tperm"));
        rows.put(TILE, indexed("Tile", "Tmultiples"));
        rows.put(PAD, indexed("Pad", "Tpaddings"));
        rows.put(REVERSE_V2, indexed("ReverseV2", "Tidx"));
        rows.put(BROADCAST_TO, indexed("BroadcastTo", "Tidx"));
        rows.put(
                PADV2,
                call -> call.output(
                        call.node("PadV2", typed(call, 1, "Tpaddings"), call.input(0), call.input(1), call.scalar(2))));
        rows.put(MIRROR_PAD, MovementExport::mirror);
        rows.put(
                SLICE,
                call -> call.output(
                        call.node("Slice", typed(call, 1, "Index"), call.input(0), call.input(1), call.input(2))));
        rows.put(STRIDED_SLICE, MovementExport::stridedSlice);
        rows.put(
                SPLIT,
                call -> split(
                        call,
                        "Split",
                        call.options().integer("num_splits"),
                        new Attributes(),
                        call.scalar(0),
                        call.input(1)));
        rows.put(
                SPLIT_V,
                call -> split(
                        call,
                        "SplitV",
                        call.options().integer("num_splits"),
                        new Attributes().with("Tlen", call.type(1)),
                        call.input(0),
                        call.input(1),
                        call.scalar(2)));
        rows.put(UNPACK, MovementExport::unpack);
        rows.put(PACK, MovementExport::pack);
        rows.put(CONCATENATION, MovementExport::concatenate);
        rows.put(
                GATHER,
                call -> gather(
                        call,
                        0,
                        1,
                        call.options().integer("axis"),
                        call.options().integer("batch_dims")));
        rows.put(EMBEDDING_LOOKUP, call -> gather(call, 1, 0, 0, 0));
        rows.put(
                GATHER_ND,
                call -> call.output(call.node(
                        "GatherNd",
                        new Attributes().with("Tparams", call.type(0)).with("Tindices", call.type(1)),
                        call.input(0),
                        call.input(1))));
        rows.put(SPACE_TO_DEPTH, MovementExport::spaceToDepth);
        rows.put(DEPTH_TO_SPACE, call -> call.output(call.node("DepthToSpace", blocks(call), call.input(0))));
        rows.put(
                SPACE_TO_BATCH_ND,
                call -> call.output(call.node(
                        "SpaceToBatchND",
                        typed(call, 1, "Tblock_shape").with("Tpaddings", call.type(2)),
                        call.input(0),
                        call.input(1),
                        call.input(2))));
        rows.put(
                BATCH_TO_SPACE_ND,
                call -> call.output(call.node(
                        "BatchToSpaceND",
                        typed(call, 1, "Tblock_shape").with("Tcrops", call.type(2)),
                        call.input(0),
                        call.input(1),
                        call.input(2))));
        rows.put(REVERSE_SEQUENCE, MovementExport::reverseSequence);
        return rows;
    }

    private static Attributes typed(OperatorCall call, int indices, String name) {
        return Attributes.ofType(call.type(0)).with(name, call.type(indices));
    }

    private static ExportRule indexed(String op, String name) {
        return call -> call.output(call.node(op, typed(call, 1, name), call.input(0), call.input(1)));
    }

    private static void reshape(OperatorCall call) {
        String shape = call.inputs() > 1
                ? call.input(1)
                : call.ints(call.options().integers("new_shape").toArray());
        call.output(call.reshape(call.input(0), call.type(0), shape));
    }

    private static void squeeze(OperatorCall call) {
        List<Integer> axes =
                call.options().integers("squeeze_dims").stream().boxed().toList();
        call.output(call.node("Squeeze", Attributes.ofType(call.type(0)).with("squeeze_dims", axes), call.input(0)));
    }

    private static void mirror(OperatorCall call) {
        Attributes attributes = typed(call, 1, "Tpaddings")
                .with(
                        "mode",
                        call.options().symbol("mode", MirrorPadMode.values()).name());
        call.output(call.node("MirrorPad", attributes, call.input(0), call.input(1)));
    }

    private static void stridedSlice(OperatorCall call) {
        if (call.options().flag("offset")) {
            throw new UnsupportedPartException("STRIDED_SLICE whose ends count from its beginnings");
        }
        Attributes attributes = typed(call, 1, "Index");
        for (String mask : List.of("begin_mask", "end_mask", "ellipsis_mask", "new_axis_mask", "shrink_axis_mask")) {
            attributes.with(mask, call.options().integer(mask));
        }
        call.output(call.node("StridedSlice", attributes, call.input(0), call.input(1), call.input(2), call.input(3)));
    }

    private static void split(OperatorCall call, String op, int parts, Attributes attributes, String... inputs) {
        attributes.with("T", call.resultType(0)).with("num_split", parts);
        several(call, op, attributes, inputs);
    }

    private static void unpack(OperatorCall call) {
        Attributes attributes = Attributes.ofType(call.type(0))
                .with("num", call.options().integer("num"))
                .with("axis", call.options().integer("axis"));
        several(call, "Unpack", attributes, call.input(0));
    }

    /** A node with as many outputs as the operator. */
    static void several(OperatorCall call, String op, Attributes attributes, String... inputs) {
        String node = call.nodes().add(call.name(op), op, attributes, List.of(inputs));
        for (int i = 0; i < call.operator().outputs().size(); i++) {
            call.output(i, call.nodes().output(node, op, i));
        }
    }

    private static String[] all(OperatorCall call) {
        return IntStream.range(0, call.inputs()).mapToObj(call::input).toArray(String[]::new);
    }

    private static void pack(OperatorCall call) {
        Attributes attributes = Attributes.ofType(call.type(0))
                .with("N", call.inputs())
                .with("axis", call.options().integer("axis"));
        call.output(call.node("Pack", attributes, all(call)));
    }

    private static void concatenate(OperatorCall call) {
        if (call.inputs() == 1) {
            call.output(call.input(0));
            return;
        }
        String[] inputs = IntStream.rangeClosed(0, call.inputs())
                .mapToObj(i -> i < call.inputs()
                        ? call.input(i)
                        : call.number(call.options().integer("axis")))
                .toArray(String[]::new);
        Attributes attributes =
                Attributes.ofType(call.type(0)).with("N", call.inputs()).with("Tidx", DataType.INT32);
        call.output(call.node("ConcatV2", attributes, inputs));
    }

    private static void gather(OperatorCall call, int from, int indices, int axis, int batch) {
        Attributes attributes = new Attributes()
                .with("Tparams", call.type(from))
                .with("Tindices", call.type(indices))
                .with("Taxis", DataType.INT32)
                .with("batch_dims", batch);
        call.output(call.node("GatherV2", attributes, call.input(from), call.input(indices), call.number(axis)));
    }

    private static Attributes blocks(OperatorCall call) {
        return Attributes.ofType(call.type(0))
                .with("block_size", call.options().integer("block_size"))
                .with("data_format", "NHWC");
    }

    private static void spaceToDepth(OperatorCall call) {
        if (call.isFor(Dialect.TENSORFLOW)) {
            call.output(call.node("SpaceToDepth", blocks(call), call.input(0)));
            return;
        }
        int block = call.options().integer("block_size");
        Ints shape = call.shape(0);
        int height = shape.get(1) / block;
        int width = shape.get(2) / block;
        int channels = shape.get(3);
        if (shape.stream().skip(1).anyMatch(size -> size < 0)) {
            throw new UnsupportedPartException("SPACE_TO_DEPTH of a picture of open size");
        }
        DataType type = call.type(0);
        String blocks = call.reshape(call.input(0), type, call.ints(-1, height, block, width, block, channels));
        Attributes order = Attributes.ofType(type).with("Tperm", DataType.INT32);
        String moved = call.node("Transpose", order, blocks, call.ints(0, 1, 3, 2, 4, 5));
        call.output(call.reshape(moved, type, call.ints(-1, height, width, block * block * channels)));
    }

    private static void reverseSequence(OperatorCall call) {
        Attributes attributes = typed(call, 1, "Tlen")
                .with("seq_dim", call.options().integer("seq_dim"))
                .with("batch_dim", call.options().integer("batch_dim"));
        call.output(call.node("ReverseSequence", attributes, call.input(0), call.input(1)));
    }
}
