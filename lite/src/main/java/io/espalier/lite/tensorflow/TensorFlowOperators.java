// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.tensorflow;

import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The operators of TensorFlow that become operators of TFLite. Each has a rule in one of the families. */
final class TensorFlowOperators {
    private static final Set<String> NAMES = Set.of("""
            Abs Add AddN AddV2 All Any ArgMax ArgMin AvgPool BatchMatMul BatchMatMulV2 BatchMatMulV3 BatchToSpaceND BiasAdd \
            BroadcastTo Cast Ceil CheckNumerics ClipByValue Concat ConcatV2 Const Conv2D Conv2DBackpropInput Conv3D Cos \
            Cumsum DepthToSpace DepthwiseConv2dNative Div DivNoNan Einsum Elu EmptyTensorList EnsureShape Equal Erf Exp \
            ExpandDims Expm1 FakeQuantWithMinMaxArgs FakeQuantWithMinMaxVars FakeQuantWithMinMaxVarsPerChannel Fill Floor \
            FloorDiv FloorMod FusedBatchNorm FusedBatchNormV2 FusedBatchNormV3 FusedDepthwiseConv2dNative Gather GatherNd \
            GatherV2 Gelu Greater GreaterEqual Identity IdentityN If Inv LeakyRelu Less LessEqual Log Log1p LogSoftmax \
            LogicalAnd LogicalNot LogicalOr MatMul Max MaxPool Maximum Mean Merge Min Minimum MirrorPad Mul Neg NotEqual \
            OneHot OnesLike Pack Pad PadV2 PartitionedCall Placeholder PlaceholderWithDefault Pow Prelu PreventGradient Prod \
            Range Rank ReadVariableOp RealDiv Reciprocal Relu Relu6 Reshape ResizeBilinear ResizeNearestNeighbor \
            ResourceGather ReverseV2 Rint Round Rsqrt Select SelectV2 Selu Shape ShapeN Sigmoid Sign Sin Size Slice Snapshot \
            Softmax Softplus Softsign SpaceToBatchND SpaceToDepth Split SplitV Sqrt Square SquaredDifference Squeeze \
            StatefulPartitionedCall StatelessIf StatelessWhile StopGradient StridedSlice Sub Sum Switch Tanh \
            TensorListFromTensor TensorListGetItem TensorListLength TensorListPushBack TensorListReserve TensorListSetItem \
            TensorListStack Tile TopKV2 Transpose Unpack VarHandleOp VarIsInitializedOp Variable VariableV2 While ZerosLike \
            _FusedConv2D _FusedDepthwiseConv2dNative _FusedMatMul\
            """.split(" "));

    private TensorFlowOperators() {}

    /** The rule of an operator. */
    static Optional<NodeRule> of(String operator) {
        return NAMES.contains(operator)
                ? Optional.of(Objects.requireNonNull(rule(operator), operator))
                : Optional.empty();
    }

    /** All operators that have a rule. */
    static SortedSet<String> names() {
        return new TreeSet<>(NAMES);
    }

    // Not a table: a model has few of these operators, and a table of all rules takes longer to make than most models
    // to convert.
    private static @Nullable NodeRule rule(String operator) {
        NodeRule rule = ShapeRules.of(operator);
        rule = rule != null ? rule : ElementRules.of(operator);
        rule = rule != null ? rule : ControlRules.of(operator);
        rule = rule != null ? rule : MovementRules.of(operator);
        rule = rule != null ? rule : ProductRules.of(operator);
        rule = rule != null ? rule : ConvolutionRules.of(operator);
        rule = rule != null ? rule : ReductionRules.of(operator);
        rule = rule != null ? rule : QuantizationRules.of(operator);
        return rule != null ? rule : ListRules.of(operator);
    }
}
