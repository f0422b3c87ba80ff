// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.targets;

import static io.espalier.lite.kernels.KernelForm.FLOAT16_STORED;
import static io.espalier.lite.kernels.KernelForm.HYBRID;
import static io.espalier.lite.kernels.KernelForm.HYBRID_INT4;
import static io.espalier.lite.kernels.KernelForm.INT16;
import static io.espalier.lite.kernels.KernelForm.INT4_STORED;
import static io.espalier.lite.kernels.KernelForm.INT8;
import static io.espalier.lite.kernels.KernelForm.INT8_INT4;
import static io.espalier.lite.kernels.KernelForm.INT8_STORED;
import static io.espalier.lite.schema.BuiltinOperator.ADD;
import static io.espalier.lite.schema.BuiltinOperator.CONV_2D;
import static io.espalier.lite.schema.BuiltinOperator.DEPTHWISE_CONV_2D;
import static io.espalier.lite.schema.BuiltinOperator.DIV;
import static io.espalier.lite.schema.BuiltinOperator.FULLY_CONNECTED;
import static io.espalier.lite.schema.BuiltinOperator.MUL;
import static io.espalier.lite.schema.BuiltinOperator.SUB;
import static io.espalier.lite.schema.BuiltinOperator.TRANSPOSE_CONV;
import static io.espalier.lite.targets.Row.any;
import static io.espalier.lite.targets.Row.operators;
import static io.espalier.lite.targets.Verdict.REFUSED;

import io.espalier.lite.operator.Condition.HasChannelScales;
import io.espalier.lite.operator.Condition.HasConstantOfRank;
import io.espalier.lite.operator.Condition.HasInput;
import io.espalier.lite.operator.Condition.OptionIsSet;
import io.espalier.lite.operator.Condition.RankIsOutside;
import java.util.List;

/** ArmNN of Debian 12 on its reference backend. */
final class ArmNnTable {
    /** Those that its parser has. */
    private static final String KNOWN = """
            ADD AVERAGE_POOL_2D BATCH_TO_SPACE_ND CONCATENATION CONV_2D DEPTHWISE_CONV_2D DEQUANTIZE DIV EXP FULLY_CONNECTED
            HARD_SWISH L2_NORMALIZATION LEAKY_RELU LOGISTIC MAXIMUM MAX_POOL_2D MEAN MINIMUM MUL NEG PACK PAD QUANTIZE RELU
            RELU6 RESHAPE RESIZE_BILINEAR RESIZE_NEAREST_NEIGHBOR SLICE SOFTMAX SPACE_TO_BATCH_ND SPLIT SPLIT_V SQUEEZE
            STRIDED_SLICE SUB TANH TRANSPOSE TRANSPOSE_CONV UNPACK""";

    static final RuntimeTable TABLE = new RuntimeTable(
            "ArmNN",
            "20.08",
            "run with python3-pyarmnn 20.08 of Debian 12 on CpuRef, and the operators of its parser, November 2026",
            Needs.NOTHING.withOneScale().withPortable(),
            List.of(
                    Row.OfOthers.than(KNOWN),
                    new Row.OfModels(
                            REFUSED,
                            new ModelCondition.HasSeveralSubgraphs(),
                            "it takes one subgraph",
                            "build the network without conditions and loops"),
                    any(REFUSED)
                            .in(FLOAT16_STORED, INT8_STORED, INT4_STORED)
                            .because("it takes no constants behind DEQUANTIZE")
                            .instead("use float32 or int8"),
                    any(REFUSED)
                            .in(HYBRID, HYBRID_INT4, INT8_INT4)
                            .because("it takes no integer weights beside float activations, and no int4")
                            .instead("use float32 or int8"),
                    operators(REFUSED, CONV_2D, DEPTHWISE_CONV_2D, FULLY_CONNECTED, TRANSPOSE_CONV)
                            .in(INT16)
                            .because("it takes no 64-bit biases")
                            .instead("use int8"),
                    operators(REFUSED, ADD, SUB, MUL, DIV)
                            .in(INT16)
                            .where(new HasConstantOfRank(1))
                            .because("it takes no 16-bit constants")
                            .instead("use int8"),
                    operators(REFUSED, TRANSPOSE_CONV)
                            .where(new HasInput(3))
                            .because("it takes no bias")
                            .instead("build the network without its bias"),
                    operators(REFUSED, FULLY_CONNECTED)
                            .where(new OptionIsSet("keep_num_dims"), RankIsOutside.above(0, 2))
                            .because("its output may have two dimensions only")
                            .instead("reshape to two dimensions before it"),
                    operators(Verdict.WRONG, FULLY_CONNECTED)
                            .in(INT8)
                            .where(new HasChannelScales(1))
                            .because("one scale for each channel is not safe here")
                            .instead("use 'granularity: per_tensor_dense'")));

    private ArmNnTable() {}
}
