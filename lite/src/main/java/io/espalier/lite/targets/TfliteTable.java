// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.targets;

import static io.espalier.lite.kernels.KernelForm.HYBRID;
import static io.espalier.lite.kernels.KernelForm.HYBRID_INT4;
import static io.espalier.lite.kernels.KernelForm.INT16;
import static io.espalier.lite.kernels.KernelForm.INT4_STORED;
import static io.espalier.lite.kernels.KernelForm.INT8;
import static io.espalier.lite.kernels.KernelForm.INT8_INT4;
import static io.espalier.lite.schema.BuiltinOperator.AVERAGE_POOL_2D;
import static io.espalier.lite.schema.BuiltinOperator.CONCATENATION;
import static io.espalier.lite.schema.BuiltinOperator.CONV_2D;
import static io.espalier.lite.schema.BuiltinOperator.CUSTOM;
import static io.espalier.lite.schema.BuiltinOperator.DEPTHWISE_CONV_2D;
import static io.espalier.lite.schema.BuiltinOperator.DEQUANTIZE;
import static io.espalier.lite.schema.BuiltinOperator.FULLY_CONNECTED;
import static io.espalier.lite.schema.BuiltinOperator.LOGISTIC;
import static io.espalier.lite.schema.BuiltinOperator.MAXIMUM;
import static io.espalier.lite.schema.BuiltinOperator.MAX_POOL_2D;
import static io.espalier.lite.schema.BuiltinOperator.MINIMUM;
import static io.espalier.lite.schema.BuiltinOperator.NEG;
import static io.espalier.lite.schema.BuiltinOperator.PACK;
import static io.espalier.lite.schema.BuiltinOperator.PAD;
import static io.espalier.lite.schema.BuiltinOperator.RELU;
import static io.espalier.lite.schema.BuiltinOperator.RELU6;
import static io.espalier.lite.schema.BuiltinOperator.RESHAPE;
import static io.espalier.lite.schema.BuiltinOperator.RESIZE_BILINEAR;
import static io.espalier.lite.schema.BuiltinOperator.SLICE;
import static io.espalier.lite.schema.BuiltinOperator.SOFTMAX;
import static io.espalier.lite.schema.BuiltinOperator.SPLIT;
import static io.espalier.lite.schema.BuiltinOperator.SQRT;
import static io.espalier.lite.schema.BuiltinOperator.SQUARE;
import static io.espalier.lite.schema.BuiltinOperator.TANH;
import static io.espalier.lite.schema.BuiltinOperator.TRANSPOSE;
import static io.espalier.lite.schema.BuiltinOperator.UNIDIRECTIONAL_SEQUENCE_LSTM;
import static io.espalier.lite.targets.Row.any;
import static io.espalier.lite.targets.Row.operators;
import static io.espalier.lite.targets.Verdict.REFUSED;
import static io.espalier.lite.targets.Verdict.SLOW;
import static io.espalier.lite.targets.Verdict.WRONG;

import io.espalier.lite.operator.Condition.HasBlockScales;
import io.espalier.lite.operator.Condition.HasChannelScales;
import io.espalier.lite.operator.Condition.HasSparseWeights;
import io.espalier.lite.operator.Condition.IsCustom;
import io.espalier.lite.operator.Condition.Not;
import io.espalier.lite.operator.Condition.OptionIsSet;
import io.espalier.lite.operator.Condition.OutputScaleIsFixed;
import io.espalier.lite.operator.Condition.ScalesDiffer;
import io.espalier.lite.operator.Condition.VersionIsAbove;
import java.util.List;
import java.util.Set;

/** TFLite on a desktop: with XNNPACK, its default, and with its built-in kernels alone. */
final class TfliteTable {
    private static final String AGAIN = "quantize again from float; Espalier gives it one scale";
    private static final String IN_FLOAT = "quantize again from float, without 'strict': Espalier leaves it in float";

    private static final String IN_CHANNELS =
            "quantize again from float with 'weight_only_int4', which has a scale for each unit";

    /** Custom operators that the runtime brings along. */
    private static final Set<String> CUSTOM_KERNELS =
            Set.of("NumericVerify", "Mfcc", "AudioSpectrogram", "TFLite_Detection_PostProcess");

    /** What both refuse or get wrong. */
    private static final List<Row> BOTH = List.of(
            operators(REFUSED, DEQUANTIZE)
                    .where(new VersionIsAbove(6))
                    .because("versions above 6 are not known")
                    .instead("write int8 instead of smaller integers"),
            operators(REFUSED, CUSTOM)
                    .where(new Not(new IsCustom(CUSTOM_KERNELS)))
                    .because("the runtime has no kernel for it, unless the application adds one")
                    .instead("build the network without it"),
            operators(REFUSED, NEG, SQRT, SQUARE)
                    .in(INT8)
                    .because("there is no int8 kernel")
                    .instead(IN_FLOAT),
            operators(REFUSED, SOFTMAX, LOGISTIC, TANH)
                    .in(INT8)
                    .where(new Not(new OutputScaleIsFixed()))
                    .because("its int8 kernel wants the scale that is built into it")
                    .instead("quantize again from float"),
            operators(REFUSED, CONCATENATION, PACK)
                    .in(INT8)
                    .where(new ScalesDiffer())
                    .because("input and output have different scales")
                    .instead(AGAIN),
            operators(WRONG, AVERAGE_POOL_2D, RESHAPE, MAXIMUM, MINIMUM, SPLIT)
                    .in(INT8)
                    .where(new ScalesDiffer())
                    .because("input and output have different scales, and the kernel takes them for one")
                    .instead(AGAIN));

    /** What XNNPACK does to a model, wherever it runs. */
    static final List<Row> XNNPACK = RuntimeTable.rows(
            BOTH,
            operators(REFUSED, MAX_POOL_2D, PAD, TRANSPOSE, SLICE, RESIZE_BILINEAR)
                    .in(INT8)
                    .where(new ScalesDiffer())
                    .because("input and output have different scales: XNNPACK fails the whole model")
                    .instead(AGAIN),
            operators(SLOW, CONV_2D, DEPTHWISE_CONV_2D)
                    .in(INT4_STORED)
                    .because("its int4 weights are unpacked in each run: 6 (CONV_2D) or 34 times its time in float")
                    .instead("use weight_only_int8, or weight_only_int4 without a rule for it"),
            operators(SLOW, CONV_2D, DEPTHWISE_CONV_2D)
                    .in(INT8_INT4)
                    .because("XNNPACK does not take int4 weights here")
                    .instead("use int8 weights"),
            operators(SLOW, FULLY_CONNECTED)
                    .where(new HasSparseWeights())
                    .because("at 80% zeros, sparse weights take 2 to 12 times the time of dense ones")
                    .instead("leave out 'sparse'"),
            operators(SLOW, UNIDIRECTIONAL_SEQUENCE_LSTM)
                    .in(INT8, INT16)
                    .because("the int8 kernel takes about 9 times the time of the float one")
                    .instead("convert with --recurrent loop"),
            operators(SLOW, UNIDIRECTIONAL_SEQUENCE_LSTM)
                    .in(HYBRID)
                    .because("the hybrid kernel takes about twice the time of the float one")
                    .instead("convert with --recurrent loop, or use weight_only_int8"),
            operators(SLOW, RELU, RELU6)
                    .in(INT8)
                    .because("XNNPACK has no int8 kernel: about 35 times its time in float")
                    .instead("quantize again from float; Espalier fuses it or writes it as QUANTIZE"),
            any(SLOW)
                    .in(INT16)
                    .because("16-bit activations have reference kernels only, about 30 times the time in float")
                    .instead("use int8, or 'dynamic'"),
            new Row.OfSlowKernels());

    static final RuntimeTable WITH_XNNPACK = new RuntimeTable(
                    "TFLite with XNNPACK",
                    "2.20",
                    "measured with tensorflow-lite 2.20.0-1.5.13 of bytedeco, its default resolver, one thread, November 2026",
                    Needs.NOTHING,
                    RuntimeTable.rows(
                            XNNPACK,
                            operators(WRONG, FULLY_CONNECTED)
                                    .in(HYBRID_INT4)
                                    .where(new HasBlockScales(1))
                                    .because(
                                            "with a scale for each block, it counts negative activations 256 steps too high"
                                                    + " (seen on a processor with VNNI)")
                                    .instead(IN_CHANNELS)))
            .withTimes();

    static final RuntimeTable BUILT_IN = new RuntimeTable(
            "TFLite, built-in kernels",
            "2.20",
            "run with tensorflow-lite 2.20.0-1.5.13 of bytedeco without a delegate, November 2026",
            Needs.NOTHING,
            RuntimeTable.rows(
                    BOTH,
                    operators(WRONG, MAX_POOL_2D, PAD, TRANSPOSE, SLICE, RESIZE_BILINEAR)
                            .in(INT8)
                            .where(new ScalesDiffer())
                            .because("input and output have different scales, and the kernel takes them for one")
                            .instead(AGAIN),
                    operators(WRONG, FULLY_CONNECTED)
                            .in(HYBRID_INT4)
                            .where(new HasBlockScales(1), new OptionIsSet("fused_activation_function"))
                            .because("with a scale for each block, it leaves out the fused activation function")
                            .instead(IN_CHANNELS),
                    operators(SLOW, FULLY_CONNECTED)
                            .in(HYBRID_INT4)
                            .where(new HasBlockScales(1))
                            .because("with a scale for each block, it takes about 70 times its time in float")
                            .instead(IN_CHANNELS),
                    operators(WRONG, FULLY_CONNECTED)
                            .in(HYBRID)
                            .where(new HasChannelScales(1), new Not(new OptionIsSet("asymmetric_quantize_inputs")))
                            .because("with a scale for each channel it needs asymmetric_quantize_inputs")
                            .instead("quantize again from float with 'dynamic'")));

    private TfliteTable() {}
}
