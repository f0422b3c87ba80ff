// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.lite.tensorflow.TensorFlowLowering;
import io.espalier.model.tensorflow.AttrValue;
import io.espalier.model.tensorflow.DataType;
import io.espalier.model.tensorflow.TensorShape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each operator that is converted gives in the TFLite runtime what it gives in TensorFlow. */
class TensorFlowOperatorsTest {
    /** Those that are no computation, or are tested with the networks that need them. */
    private static final Set<String> ELSEWHERE = Set.of(
            "Const",
            "If",
            "Merge",
            "PartitionedCall",
            "Placeholder",
            "ReadVariableOp",
            "ResourceGather",
            "StatefulPartitionedCall",
            "StatelessIf",
            "StatelessWhile",
            "Switch",
            "VarHandleOp",
            "VarIsInitializedOp",
            "Variable",
            "VariableV2",
            "While",
            "EmptyTensorList",
            "TensorListFromTensor",
            "TensorListGetItem",
            "TensorListLength",
            "TensorListPushBack",
            "TensorListReserve",
            "TensorListSetItem",
            "TensorListStack",
            "FusedDepthwiseConv2dNative",
            "_FusedDepthwiseConv2dNative",
            "_FusedConv2D",
            "_FusedMatMul",
            "Gelu",
            "Prelu",
            "Concat",
            "BatchMatMulV3",
            "BatchToSpaceND",
            "Size",
            "ClipByValue");

    @TempDir
    private Path folder;

    static Stream<OneNode> nodes() {
        return Stream.of(elements(), movements(), products(), reductions()).flatMap(List::stream);
    }

    private static List<OneNode> elements() {
        List<OneNode> nodes = new ArrayList<>();
        for (String op : List.of(
                "Abs",
                "Ceil",
                "Cos",
                "Elu",
                "Exp",
                "Expm1",
                "Floor",
                "LeakyRelu",
                "LogSoftmax",
                "Neg",
                "Relu",
                "Relu6",
                "Rint",
                "Round",
                "Selu",
                "Sigmoid",
                "Sign",
                "Sin",
                "Softmax",
                "Softplus",
                "Softsign",
                "Square",
                "Tanh",
                "ZerosLike",
                "OnesLike",
                "Identity",
                "Snapshot",
                "StopGradient")) {
            nodes.add(OneNode.of(op).x(2, 3));
        }
        for (String op : List.of("Log", "Log1p", "Rsqrt", "Sqrt", "Inv", "Reciprocal")) {
            nodes.add(OneNode.of(op).x(4).from(0.5f));
        }
        for (String op : List.of(
                "Add",
                "AddV2",
                "Div",
                "RealDiv",
                "FloorDiv",
                "FloorMod",
                "Maximum",
                "Minimum",
                "Mul",
                "SquaredDifference",
                "Sub",
                "DivNoNan")) {
            nodes.add(OneNode.of(op).x(2, 3).floats(new long[] {3}, 0.5, -1.5, 2));
        }
        nodes.add(OneNode.of("DivNoNan").x(3).floats(new long[] {3}, 0.5, 0, 2));
        nodes.add(OneNode.of("Pow").x(2).from(0.1f).floats(new long[] {2}, 0.5, 2));
        for (String op : List.of("Equal", "Greater", "GreaterEqual", "Less", "LessEqual", "NotEqual")) {
            nodes.add(OneNode.of(op).x(3).floats(new long[] {3}, 0.5, -1, 1).gives(DataType.BOOL));
        }
        nodes.add(OneNode.of("AddN").x(3).x(3).with("N", 2));
        nodes.add(OneNode.of("BiasAdd").x(2, 2, 3).floats(new long[] {3}, 1, 2, 3));
        nodes.add(OneNode.of("CheckNumerics").x(3).with("message", ""));
        nodes.add(OneNode.of("PreventGradient").x(3).with("message", ""));
        nodes.add(OneNode.of("EnsureShape").x(3).with("shape", new AttrValue.Shaped(TensorShape.of(-1, 3))));
        nodes.add(OneNode.of("FakeQuantWithMinMaxArgs")
                .without("T")
                .x(3)
                .with("min", -1.5f)
                .with("max", 1f));
        nodes.add(OneNode.of("FakeQuantWithMinMaxVars")
                .without("T")
                .x(3)
                .floats(new long[0], -1)
                .floats(new long[0], 1.2));
        nodes.add(OneNode.of("FakeQuantWithMinMaxVarsPerChannel")
                .without("T")
                .floats(new long[] {2, 3}, weights(6))
                .floats(new long[] {3}, -1, -0.5, -0.8)
                .floats(new long[] {3}, 1, 0.5, 0.8)
                .with("narrow_range", true)
                .plusX(2, 3));
        nodes.add(OneNode.of("LogicalNot").without("T").flags(3).gives(DataType.BOOL));
        for (String op : List.of("LogicalAnd", "LogicalOr")) {
            nodes.add(OneNode.of(op).without("T").flags(3).flags(3).gives(DataType.BOOL));
        }
        for (String op : List.of("Select", "SelectV2")) {
            nodes.add(OneNode.of(op).flags(3).x(3).x(3));
        }
        return nodes;
    }

    private static List<OneNode> movements() {
        long[] pairs = {3, 2};
        return List.of(
                OneNode.of("BroadcastTo").x(1, 3).with("Tidx", DataType.INT32).list(3, 2, 3),
                OneNode.of("Cast")
                        .without("T")
                        .x(3)
                        .with("SrcT", DataType.FLOAT)
                        .with("DstT", DataType.INT32)
                        .gives(DataType.INT32),
                OneNode.of("ConcatV2").x(2, 3).x(2, 3).number(-1).with("N", 2).with("Tidx", DataType.INT32),
                OneNode.of("DepthToSpace").x(2, 3, 8).with("block_size", 2),
                OneNode.of("ExpandDims").x(3).number(1).with("Tdim", DataType.INT32),
                OneNode.of("Gather")
                        .without("T")
                        .x(3)
                        .list(2, 0, 1)
                        .with("Tparams", DataType.FLOAT)
                        .with("Tindices", DataType.INT32),
                OneNode.of("GatherNd")
                        .without("T")
                        .x(3)
                        .integers(new long[] {2, 2}, 0, 1, 1, 2)
                        .with("Tparams", DataType.FLOAT)
                        .with("Tindices", DataType.INT32),
                OneNode.of("GatherV2")
                        .without("T")
                        .x(4, 2)
                        .list(3, 0, 3)
                        .number(1)
                        .with("Tparams", DataType.FLOAT)
                        .with("Tindices", DataType.INT32)
                        .with("Taxis", DataType.INT32),
                OneNode.of("IdentityN").x(3).with("T", types(DataType.FLOAT)),
                OneNode.of("MirrorPad")
                        .x(4)
                        .integers(new long[] {2, 2}, 0, 0, 1, 2)
                        .with("Tpaddings", DataType.INT32)
                        .with("mode", "REFLECT"),
                OneNode.of("MirrorPad")
                        .x(4)
                        .integers(new long[] {2, 2}, 0, 0, 1, 2)
                        .with("Tpaddings", DataType.INT32)
                        .with("mode", "SYMMETRIC"),
                OneNode.of("Fill")
                        .list(2, 3)
                        .floats(new long[0], 1.5)
                        .with("index_type", DataType.INT32)
                        .plusX(2, 3),
                OneNode.of("Range")
                        .without("T")
                        .floats(new long[0], 0)
                        .floats(new long[0], 3)
                        .floats(new long[0], 1)
                        .with("Tidx", DataType.FLOAT)
                        .plusX(3),
                OneNode.of("Pack").x(2).x(2).with("N", 2).with("axis", 1),
                OneNode.of("Pad").x(2, 3).integers(pairs, 0, 0, 1, 0, 0, 2).with("Tpaddings", DataType.INT32),
                OneNode.of("PadV2")
                        .x(2, 3)
                        .integers(pairs, 0, 0, 1, 0, 0, 2)
                        .floats(new long[0], -3)
                        .with("Tpaddings", DataType.INT32),
                OneNode.of("PlaceholderWithDefault")
                        .without("T")
                        .x(3)
                        .with("dtype", DataType.FLOAT)
                        .with("shape", new AttrValue.Shaped(TensorShape.UNKNOWN)),
                OneNode.of("Rank").x(2, 2).gives(DataType.INT32),
                OneNode.of("Reshape").x(2, 3).list(-1, 3, 2).with("Tshape", DataType.INT32),
                OneNode.of("ReverseV2").x(2, 3).list(1, 2).with("Tidx", DataType.INT32),
                OneNode.of("Shape").x(2, 3).with("out_type", DataType.INT32).gives(DataType.INT32),
                OneNode.of("ShapeN")
                        .x(2, 3)
                        .x(2, 3)
                        .with("N", 2)
                        .with("out_type", DataType.INT32)
                        .gives(DataType.INT32)
                        .output(1),
                OneNode.of("Slice").x(4, 3).list(0, 1, 0).list(-1, 2, -1).with("Index", DataType.INT32),
                OneNode.of("SpaceToDepth").x(4, 6, 2).with("block_size", 2),
                OneNode.of("Split").number(1).x(4).with("num_split", 2).output(1),
                OneNode.of("SplitV")
                        .x(5)
                        .list(2, -1)
                        .number(1)
                        .with("num_split", 2)
                        .with("Tlen", DataType.INT32)
                        .output(1),
                OneNode.of("Squeeze").x(1, 3, 1).with("squeeze_dims", 1, -1),
                strided("begin_mask", 1, "end_mask", 1)
                        .x(4)
                        .list(0, 1)
                        .list(0, 3)
                        .list(1, 1),
                strided("ellipsis_mask", 1, "shrink_axis_mask", 2)
                        .x(4, 3)
                        .list(0, -1)
                        .list(0, 0)
                        .list(1, 1),
                strided("ellipsis_mask", 1, "new_axis_mask", 2)
                        .x(4, 3)
                        .list(0, 0)
                        .list(0, 0)
                        .list(1, 1),
                strided("begin_mask", 3, "end_mask", 3)
                        .x(5)
                        .list(0, 0)
                        .list(0, 0)
                        .list(1, -2),
                OneNode.of("Tile").x(2, 3).list(1, 2, 3).with("Tmultiples", DataType.INT32),
                OneNode.of("Transpose").x(2, 3).list(0, 2, 1).with("Tperm", DataType.INT32),
                OneNode.of("Unpack").x(3, 2).with("num", 3).with("axis", 1).output(2),
                OneNode.of("SpaceToBatchND")
                        .x(4, 4, 1)
                        .list(2, 2)
                        .integers(new long[] {2, 2}, 0, 0, 0, 0)
                        .with("Tblock_shape", DataType.INT32)
                        .with("Tpaddings", DataType.INT32));
    }

    private static OneNode strided(String mask, int value, String other, int otherValue) {
        return OneNode.of("StridedSlice")
                .with("Index", DataType.INT32)
                .with(mask, value)
                .with(other, otherValue);
    }

    private static AttrValue types(DataType... types) {
        return new AttrValue.Items(
                Arrays.stream(types).<AttrValue>map(AttrValue.Type::new).toList());
    }

    private static double[] weights(int count) {
        return IntStream.range(0, count).mapToDouble(i -> Math.sin(i * 1.7)).toArray();
    }

    private static OneNode window(String op, String padding, Integer... strides) {
        return OneNode.of(op).with("strides", strides).with("padding", padding).with("data_format", "NHWC");
    }

    private static List<OneNode> products() {
        return List.of(
                window("Conv2D", "SAME", 1, 2, 2, 1).x(7, 6, 2).floats(new long[] {3, 3, 2, 4}, weights(72)),
                window("Conv2D", "VALID", 1, 1, 1, 1)
                        .with("dilations", 1, 2, 2, 1)
                        .x(7, 6, 2)
                        .floats(new long[] {3, 2, 2, 4}, weights(48)),
                window("Conv2D", "EXPLICIT", 1, 1, 1, 1)
                        .with("explicit_paddings", 0, 0, 1, 0, 2, 1, 0, 0)
                        .x(5, 5, 1)
                        .floats(new long[] {3, 3, 1, 2}, weights(18)),
                window("DepthwiseConv2dNative", "SAME", 1, 1, 1, 1)
                        .x(5, 5, 2)
                        .floats(new long[] {3, 3, 2, 2}, weights(36)),
                window("Conv3D", "VALID", 1, 1, 1, 1, 1)
                        .with("data_format", "NDHWC")
                        .x(4, 4, 4, 1)
                        .floats(new long[] {2, 2, 2, 1, 3}, weights(24)),
                window("Conv2DBackpropInput", "SAME", 1, 2, 2, 1)
                        .list(3, 8, 6, 2)
                        .floats(new long[] {3, 3, 2, 4}, weights(72))
                        .x(4, 3, 4),
                window("AvgPool", "SAME", 1, 2, 2, 1).with("ksize", 1, 3, 3, 1).x(5, 5, 2),
                window("MaxPool", "VALID", 1, 2, 2, 1).with("ksize", 1, 2, 2, 1).x(5, 5, 2),
                OneNode.of("MatMul").x(4).floats(new long[] {4, 3}, weights(12)),
                OneNode.of("MatMul").x(4).floats(new long[] {3, 4}, weights(12)).with("transpose_b", true),
                OneNode.of("BatchMatMul").x(2, 4).x(2, 4).with("adj_y", true),
                OneNode.of("BatchMatMulV2").x(2, 4).floats(new long[] {4, 3}, weights(12)),
                OneNode.of("BatchMatMulV2").x(2, 4).x(2, 4).with("adj_x", true),
                batchNormalization("FusedBatchNorm").without("U"),
                batchNormalization("FusedBatchNormV2"),
                batchNormalization("FusedBatchNormV3"),
                OneNode.of("Einsum")
                        .with("N", 2)
                        .with("equation", "bij,bkj->bik")
                        .x(2, 4)
                        .x(2, 4),
                OneNode.of("Einsum")
                        .with("N", 2)
                        .with("equation", "bij,jk->bik")
                        .x(2, 4)
                        .floats(new long[] {4, 3}, weights(12)),
                OneNode.of("Einsum")
                        .with("N", 2)
                        .with("equation", "abc,cde->abde")
                        .x(2, 4)
                        .floats(new long[] {4, 3, 2}, weights(24)),
                OneNode.of("Einsum")
                        .with("N", 2)
                        .with("equation", "aecd,abcd->acbe")
                        .x(2, 3, 4)
                        .x(2, 3, 4),
                OneNode.of("Einsum")
                        .with("N", 2)
                        .with("equation", "...x,xy->...y")
                        .x(2, 4)
                        .floats(new long[] {4, 3}, weights(12)),
                OneNode.of("Erf").x(2, 3));
    }

    private static OneNode batchNormalization(String op) {
        return OneNode.of(op)
                .with("U", DataType.FLOAT)
                .with("epsilon", 0.01f)
                .with("is_training", false)
                .x(2, 2, 2)
                .floats(new long[] {2}, 1.5, -0.5)
                .floats(new long[] {2}, 0.1, 0.2)
                .floats(new long[] {2}, 0.3, -0.4)
                .floats(new long[] {2}, 1.2, 0.7);
    }

    private static List<OneNode> reductions() {
        List<OneNode> nodes = new ArrayList<>();
        for (String op : List.of("Max", "Mean", "Min", "Prod", "Sum")) {
            nodes.add(OneNode.of(op).x(2, 3).list(1, -1).with("Tidx", DataType.INT32));
            nodes.add(
                    OneNode.of(op).x(2, 3).list(2).with("Tidx", DataType.INT32).with("keep_dims", true));
        }
        for (String op : List.of("ArgMax", "ArgMin")) {
            nodes.add(OneNode.of(op)
                    .x(5)
                    .number(1)
                    .with("Tidx", DataType.INT32)
                    .with("output_type", DataType.INT64)
                    .gives(DataType.INT64));
        }
        nodes.add(
                OneNode.of("Cumsum").x(5).number(1).with("Tidx", DataType.INT32).with("exclusive", true));
        nodes.add(OneNode.of("ResizeBilinear").x(3, 4, 2).list(6, 5).with("half_pixel_centers", true));
        nodes.add(OneNode.of("ResizeNearestNeighbor").x(3, 4, 2).list(6, 8).with("half_pixel_centers", true));
        for (String op : List.of("All", "Any")) {
            nodes.add(OneNode.of(op)
                    .without("T")
                    .flags(2, 3)
                    .list(2)
                    .with("Tidx", DataType.INT32)
                    .gives(DataType.BOOL));
        }
        nodes.add(OneNode.of("OneHot")
                .whole(2)
                .number(3)
                .floats(new long[0], 2)
                .floats(new long[0], -1)
                .with("TI", DataType.INT32)
                .with("axis", -1));
        nodes.add(OneNode.of("TopKV2").x(5).number(2).with("sorted", true));
        return nodes;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("nodes")
    void anOperatorAnswersAsInTensorFlow(OneNode node) throws IOException {
        node.write(folder);

        float[] expected = InBoth.tensorFlow(folder, node.shape(), node.examples());
        float[] answers = InBoth.tflite(folder, node.shape(), node.examples());

        assertThat(answers).containsExactly(expected, within(2e-6f));
    }

    @Test
    void noOperatorIsUntested() {
        Set<String> tested = new TreeSet<>(ELSEWHERE);
        nodes().map(OneNode::op).forEach(tested::add);

        assertThat(tested).containsAll(TensorFlowLowering.operators());
    }
}
