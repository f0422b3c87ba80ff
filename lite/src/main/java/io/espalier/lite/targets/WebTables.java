// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.targets;

import static io.espalier.lite.kernels.KernelForm.HYBRID;
import static io.espalier.lite.schema.BuiltinOperator.CONV_2D;
import static io.espalier.lite.schema.BuiltinOperator.CUSTOM;
import static io.espalier.lite.schema.BuiltinOperator.DEPTHWISE_CONV_2D;
import static io.espalier.lite.schema.BuiltinOperator.DEQUANTIZE;
import static io.espalier.lite.schema.BuiltinOperator.EXP;
import static io.espalier.lite.schema.BuiltinOperator.FULLY_CONNECTED;
import static io.espalier.lite.schema.BuiltinOperator.RSQRT;
import static io.espalier.lite.schema.BuiltinOperator.SHAPE;
import static io.espalier.lite.targets.Row.operators;
import static io.espalier.lite.targets.Verdict.REFUSED;
import static io.espalier.lite.targets.Verdict.SLOW;
import static io.espalier.lite.targets.Verdict.WRONG;

import io.espalier.lite.BoundaryType;
import io.espalier.lite.operator.Condition.HasChannelScales;
import io.espalier.lite.operator.Condition.VersionIsAbove;
import io.espalier.lite.schema.TensorType;
import java.util.List;
import java.util.Set;

/** The three runtimes for browsers. Each is TFLite, compiled to WebAssembly with XNNPACK, behind an interface that takes less. */
final class WebTables {
    static final RuntimeTable LITERT_JS = new RuntimeTable(
            "LiteRT.js",
            "2.5.3",
            "run in Chromium with @litertjs/core 2.5.3 of npm, November 2026",
            Needs.boundaries(BoundaryType.FLOAT32, BoundaryType.UINT8),
            RuntimeTable.rows(
                    TfliteTable.XNNPACK,
                    new Row.OfModels(
                            REFUSED,
                            new ModelCondition.InputIsNone(
                                    Set.of(TensorType.FLOAT32, TensorType.INT32, TensorType.UINT8)),
                            "its inputs may be float32, int32 and uint8 only",
                            "use --input-type float32 or uint8"),
                    new Row.OfModels(
                            REFUSED,
                            new ModelCondition.OutputIsNone(
                                    Set.of(TensorType.FLOAT32, TensorType.INT32, TensorType.UINT8)),
                            "its outputs may be float32, int32 and uint8 only",
                            "use --output-type float32 or uint8"),
                    new Row.OfModels(
                            REFUSED,
                            new ModelCondition.InputIsOpenWithRank(),
                            "an input of open size with has_rank fits no tensor",
                            "write the file again with Espalier, which leaves has_rank out"),
                    new Row.OfModels(
                            REFUSED,
                            new ModelCondition.HasVariables(),
                            "it takes no variables",
                            "build the network without state"),
                    operators(WRONG, CUSTOM)
                            .because("unknown operators compute nothing, and only the console says so")
                            .instead("build the network without it")));

    static final RuntimeTable MEDIAPIPE = new RuntimeTable(
            "MediaPipe ImageClassifier",
            "1.1",
            "run in Chromium with @mediapipe/tasks-vision 1.1.0 of npm, November 2026",
            Needs.boundaries(BoundaryType.FLOAT32, BoundaryType.UINT8),
            RuntimeTable.rows(
                    TfliteTable.XNNPACK,
                    new Row.OfModels(
                            REFUSED,
                            new ModelCondition.InputIsNoImage(3),
                            "it takes one image at a time: a first input of 1 x height x width x 3",
                            "use --batch 1, or another runtime"),
                    new Row.OfModels(
                            REFUSED,
                            new ModelCondition.OutputIsNone(
                                    Set.of(TensorType.FLOAT32, TensorType.UINT8, TensorType.BOOL)),
                            "its outputs may be float32 and uint8 only",
                            "use --output-type float32 or uint8"),
                    new Row.OfModels(
                            REFUSED,
                            new ModelCondition.LacksNamedFiles(),
                            "the metadata name files, such as labels, that are not in the file",
                            "write the labels again with --labels"),
                    new Row.OfModels(
                            REFUSED,
                            new ModelCondition.InputIsNone(Set.of(TensorType.FLOAT32, TensorType.UINT8)),
                            "its inputs may be float32 and uint8 only",
                            "use --input-type float32 or uint8"),
                    new Row.OfModels(
                            REFUSED,
                            new ModelCondition.InputIsNotNormalized(),
                            "a float input needs NormalizationOptions in the metadata",
                            "use --normalize MEAN,STD"),
                    new Row.OfModels(
                            REFUSED,
                            new ModelCondition.ChannelsAreNormalizedApart(),
                            "it normalizes all channels alike (UNIMPLEMENTED otherwise)",
                            "put the normalization into the model, or use one mean and one standard deviation")));

    static final RuntimeTable TFJS_TFLITE = new RuntimeTable(
            "tfjs-tflite",
            "0.0.1-alpha.10",
            "run in Chromium with @tensorflow/tfjs-tflite 0.0.1-alpha.10 of npm, November 2026",
            Needs.NOTHING.withOneScale().withPortable(),
            List.of(
                    operators(REFUSED, FULLY_CONNECTED)
                            .where(new VersionIsAbove(9))
                            .because(
                                    "versions above 9 are not known, such as that of dynamic range with a scale for each channel")
                            .instead("use 'granularity: per_tensor_dense'"),
                    operators(WRONG, FULLY_CONNECTED)
                            .in(HYBRID)
                            .where(new HasChannelScales(1))
                            .because("of scales for each channel beside float activations, it takes one for all")
                            .instead("use 'granularity: per_tensor_dense'"),
                    operators(REFUSED, EXP)
                            .where(new VersionIsAbove(1))
                            .because("versions above 1 are not known, such as that of int8")
                            .instead("use 'dynamic', or keep it in float"),
                    operators(REFUSED, RSQRT)
                            .where(new VersionIsAbove(2))
                            .because("versions above 2 are not known, such as that of int16x8")
                            .instead("use int8"),
                    operators(REFUSED, DEQUANTIZE)
                            .where(new VersionIsAbove(5))
                            .because("versions above 5 are not known, such as that of int4")
                            .instead("use weight_only_int8"),
                    operators(SLOW, CONV_2D, DEPTHWISE_CONV_2D)
                            .in(HYBRID)
                            .because("55 to 67 times its time in float")
                            .instead("use weight_only_int8 or int8"),
                    operators(WRONG, SHAPE)
                            .because("a model that computes a shape answers its first call with zeros")
                            .instead("use --portable, which fixes shapes")));

    private WebTables() {}
}
