// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.page.graph;

import io.espalier.lite.Operator;
import io.espalier.lite.Tensor;
import io.espalier.lite.schema.TensorType;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Words for the graph of an ONNX file, as {@link OnnxShape} makes it: operators are custom ones, with their attributes as text. */
final class OnnxWords implements OperatorWords {
    private static final Map<OperatorKind, String> KINDS = Map.of(
            OperatorKind.PRODUCT,
            " Conv ConvInteger ConvTranspose QLinearConv DeformConv Gemm MatMul MatMulInteger QLinearMatMul QGemm FusedConv FusedMatMul MatMulNBits Einsum Attention MultiHeadAttention ",
            OperatorKind.ACTIVATION,
            " Relu Clip Sigmoid Tanh Softmax LogSoftmax Hardmax PRelu LeakyRelu Elu Selu Celu Gelu FastGelu BiasGelu HardSigmoid HardSwish Softplus Softsign ThresholdedRelu Mish Shrink Erf QLinearSigmoid ",
            OperatorKind.REDUCTION,
            " AveragePool MaxPool LpPool GlobalAveragePool GlobalMaxPool GlobalLpPool QLinearAveragePool QLinearGlobalAveragePool ReduceMean ReduceSum ReduceMax ReduceMin ReduceProd ReduceL1 ReduceL2 ReduceLogSum ReduceLogSumExp ReduceSumSquare ArgMax ArgMin TopK CumSum LRN BatchNormalization InstanceNormalization LayerNormalization GroupNormalization RMSNormalization LpNormalization SkipLayerNormalization ",
            OperatorKind.MOVEMENT,
            " Reshape Flatten Squeeze Unsqueeze Transpose Concat Split Slice Gather GatherElements GatherND Scatter ScatterElements ScatterND Pad Tile Expand Resize Upsample DepthToSpace SpaceToDepth Where Shape Size ConstantOfShape Constant Range OneHot EyeLike ReverseSequence Compress NonZero Identity Dropout Trilu Unique QLinearConcat ",
            OperatorKind.CONVERSION,
            " QuantizeLinear DequantizeLinear DynamicQuantizeLinear Cast CastLike BitCast ",
            OperatorKind.STATE,
            " LSTM GRU RNN ",
            OperatorKind.ARITHMETIC,
            " Add Sub Mul Div Pow Sqrt Reciprocal Exp Log Abs Neg Sign Floor Ceil Round Sin Cos Tan Asin Acos Atan Sinh Cosh Asinh Acosh Atanh Min Max Sum Mean Mod Less LessOrEqual Greater GreaterOrEqual Equal And Or Not Xor BitShift BitwiseAnd BitwiseOr BitwiseXor BitwiseNot IsNaN IsInf QLinearAdd QLinearMul ");

    @Override
    public OperatorKind kind(Operator operator) {
        String name = operator.code().customCode();
        String word = " " + name.substring(name.lastIndexOf('.') + 1) + " ";
        return KINDS.entrySet().stream()
                .filter(kind -> kind.getValue().contains(word))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(OperatorKind.OTHER);
    }

    @Override
    public String tail(Operator operator) {
        return "";
    }

    @Override
    public String options(Operator operator) {
        return StandardCharsets.UTF_8
                .decode(operator.customOptions().asByteBuffer())
                .toString();
    }

    @Override
    public boolean isKnown(Tensor tensor) {
        return tensor.type() != TensorType.VARIANT || tensor.isRankKnown();
    }

    @Override
    public boolean isMeasured() {
        return false;
    }
}
