// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.targets;

import static io.espalier.lite.kernels.KernelForm.HYBRID;
import static io.espalier.lite.kernels.KernelForm.HYBRID_INT4;
import static io.espalier.lite.kernels.KernelForm.INT16;
import static io.espalier.lite.kernels.KernelForm.INT4_STORED;
import static io.espalier.lite.kernels.KernelForm.INT8;
import static io.espalier.lite.kernels.KernelForm.INT8_INT4;
import static io.espalier.lite.kernels.KernelForm.INT8_STORED;
import static io.espalier.lite.schema.BuiltinOperator.ADD;
import static io.espalier.lite.schema.BuiltinOperator.AVERAGE_POOL_2D;
import static io.espalier.lite.schema.BuiltinOperator.DIV;
import static io.espalier.lite.schema.BuiltinOperator.FULLY_CONNECTED;
import static io.espalier.lite.schema.BuiltinOperator.MUL;
import static io.espalier.lite.schema.BuiltinOperator.SOFTMAX;
import static io.espalier.lite.schema.BuiltinOperator.SQUARED_DIFFERENCE;
import static io.espalier.lite.schema.BuiltinOperator.SUB;
import static io.espalier.lite.targets.Row.any;
import static io.espalier.lite.targets.Row.operators;
import static io.espalier.lite.targets.Verdict.REFUSED;
import static io.espalier.lite.targets.Verdict.WRONG;

import io.espalier.lite.BoundaryType;
import io.espalier.lite.operator.Condition.FusesMoreThanRelu;
import io.espalier.lite.operator.Condition.HasConstantOfRank;
import io.espalier.lite.operator.Condition.HasInput;
import io.espalier.lite.operator.Condition.Not;
import io.espalier.lite.operator.Condition.OptionIsSet;
import io.espalier.lite.operator.Condition.RankIsOutside;
import io.espalier.lite.schema.TensorType;
import java.util.List;
import java.util.Set;

/** OpenCV's module dnn. It takes tensors as NCHW, and few forms. */
final class OpenCvTable {
    private static final String IN_FLOAT = "use float or float16";
    private static final String PORTABLE = "use --portable";

    /** Those that its importer has. */
    private static final String KNOWN = """
            ADD AVERAGE_POOL_2D CAST CONCATENATION CONV_2D DEPTHWISE_CONV_2D DEQUANTIZE DIV FULLY_CONNECTED HARD_SWISH
            LEAKY_RELU LOGISTIC MAX_POOL_2D MEAN MUL NEG PACK PAD PRELU QUANTIZE REDUCE_MAX RELU RESHAPE RESIZE_BILINEAR
            RESIZE_NEAREST_NEIGHBOR RSQRT SOFTMAX SPLIT SQRT SQUARED_DIFFERENCE STRIDED_SLICE SUB SUM TRANSPOSE""";

    static final RuntimeTable TABLE = new RuntimeTable(
            "OpenCV dnn",
            "4.13",
            "run with opencv 4.13.0-1.5.13 of bytedeco, and the operators of its tflite_importer.cpp, November 2026",
            Needs.boundaries(BoundaryType.FLOAT32).withPortable(),
            List.of(
                    Row.OfOthers.than(KNOWN),
                    new Row.OfModels(
                            REFUSED,
                            new ModelCondition.HasSeveralSubgraphs(),
                            "it takes one subgraph",
                            "build the network without conditions and loops"),
                    new Row.OfModels(
                            REFUSED,
                            new ModelCondition.InputIsNone(Set.of(TensorType.FLOAT32, TensorType.INT32)),
                            "its inputs may be float32 only",
                            IN_FLOAT),
                    any(WRONG)
                            .in(INT8_STORED)
                            .because("the scales of int8 weights behind DEQUANTIZE are ignored")
                            .instead(IN_FLOAT),
                    any(REFUSED)
                            .in(INT4_STORED, HYBRID, HYBRID_INT4, INT8_INT4)
                            .because("it takes float32 and float16 only")
                            .instead(IN_FLOAT),
                    any(WRONG)
                            .in(INT8, INT16)
                            .because("integers are taken with wrong scales, or refused")
                            .instead(IN_FLOAT),
                    any(REFUSED)
                            .in(INT8)
                            .where(new OptionIsSet("fused_activation_function"))
                            .because("it has no int8 activations")
                            .instead(IN_FLOAT),
                    operators(WRONG, FULLY_CONNECTED)
                            .where(new HasInput(2))
                            .because("its bias is dropped")
                            .instead(PORTABLE),
                    operators(REFUSED, FULLY_CONNECTED)
                            .where(new RankIsOutside(0, 2, 2), new Not(new OptionIsSet("keep_num_dims")))
                            .because("its input needs a RESHAPE to two dimensions")
                            .instead(PORTABLE),
                    operators(REFUSED, FULLY_CONNECTED)
                            .where(RankIsOutside.above(0, 3))
                            .because("its input needs a RESHAPE to two dimensions")
                            .instead(PORTABLE),
                    operators(WRONG, AVERAGE_POOL_2D)
                            .where(new Not(new OptionIsSet("padding")))
                            .because("with padding SAME it divides by another count at the edge")
                            .instead("pool with padding valid"),
                    operators(WRONG, SOFTMAX)
                            .where(RankIsOutside.above(0, 3))
                            .because("of 4 dimensions, it works along another axis")
                            .instead("reshape to 2 dimensions before it"),
                    operators(REFUSED, ADD, SUB, MUL, DIV, SQUARED_DIFFERENCE)
                            .where(new HasConstantOfRank(4))
                            .because("constants of four dimensions do not fit")
                            .instead(PORTABLE),
                    any(REFUSED)
                            .where(new FusesMoreThanRelu())
                            .because("it knows RELU and RELU6 as fused activations only")
                            .instead("use another activation function")));

    private OpenCvTable() {}
}
