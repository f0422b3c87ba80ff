// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.micro;

import io.espalier.lite.OperatorCode;
import io.espalier.lite.schema.BuiltinOperator;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What TFLite Micro's {@code micro_mutable_op_resolver.h} calls the kernels, and which of them exist for one type alone. */
final class ResolverTable {
    private static final String KERNELS = "tensorflow/lite/micro/kernels/";

    private static final Map<BuiltinOperator, String> METHODS =
            methods("ABS Abs, ADD Add, ADD_N AddN, ARG_MAX ArgMax, ARG_MIN ArgMin, ASSIGN_VARIABLE AssignVariable, "
                    + "AVERAGE_POOL_2D AveragePool2D, BATCH_MATMUL BatchMatMul, BATCH_TO_SPACE_ND BatchToSpaceNd, "
                    + "BROADCAST_ARGS BroadcastArgs, BROADCAST_TO BroadcastTo, CALL_ONCE CallOnce, CAST Cast, CEIL Ceil, "
                    + "CONCATENATION Concatenation, CONV_2D Conv2D, COS Cos, CUMSUM CumSum, DEPTH_TO_SPACE DepthToSpace, "
                    + "DEPTHWISE_CONV_2D DepthwiseConv2D, DEQUANTIZE Dequantize, DIV Div, "
                    + "DYNAMIC_UPDATE_SLICE DynamicUpdateSlice, EMBEDDING_LOOKUP EmbeddingLookup, ELU Elu, EQUAL Equal, "
                    + "EXP Exp, EXPAND_DIMS ExpandDims, FILL Fill, FLOOR Floor, FLOOR_DIV FloorDiv, FLOOR_MOD FloorMod, "
                    + "FULLY_CONNECTED FullyConnected, GATHER Gather, GATHER_ND GatherNd, GREATER Greater, "
                    + "GREATER_EQUAL GreaterEqual, HARD_SWISH HardSwish, IF If, L2_NORMALIZATION L2Normalization, "
                    + "L2_POOL_2D L2Pool2D, LEAKY_RELU LeakyRelu, LESS Less, LESS_EQUAL LessEqual, LOG Log, "
                    + "LOGICAL_AND LogicalAnd, LOGICAL_NOT LogicalNot, LOGICAL_OR LogicalOr, LOGISTIC Logistic, "
                    + "LOG_SOFTMAX LogSoftmax, MAXIMUM Maximum, MAX_POOL_2D MaxPool2D, MIRROR_PAD MirrorPad, MEAN Mean, "
                    + "MINIMUM Minimum, MUL Mul, NEG Neg, NOT_EQUAL NotEqual, PACK Pack, PAD Pad, PADV2 PadV2, "
                    + "PRELU Prelu, QUANTIZE Quantize, READ_VARIABLE ReadVariable, REDUCE_ALL ReduceAll, "
                    + "REDUCE_MAX ReduceMax, REDUCE_MIN ReduceMin, RELU Relu, RELU6 Relu6, RESHAPE Reshape, "
                    + "RESIZE_BILINEAR ResizeBilinear, RESIZE_NEAREST_NEIGHBOR ResizeNearestNeighbor, "
                    + "REVERSE_V2 ReverseV2, ROUND Round, RSQRT Rsqrt, SELECT_V2 SelectV2, SHAPE Shape, SIN Sin, "
                    + "SLICE Slice, SOFTMAX Softmax, SPACE_TO_BATCH_ND SpaceToBatchNd, SPACE_TO_DEPTH SpaceToDepth, "
                    + "SPLIT Split, SPLIT_V SplitV, SQUEEZE Squeeze, SQRT Sqrt, SQUARE Square, "
                    + "SQUARED_DIFFERENCE SquaredDifference, STRIDED_SLICE StridedSlice, SUB Sub, SUM Sum, SVDF Svdf, "
                    + "TANH Tanh, TRANSPOSE_CONV TransposeConv, TRANSPOSE Transpose, UNPACK Unpack, "
                    + "UNIDIRECTIONAL_SEQUENCE_LSTM UnidirectionalSequenceLSTM, VAR_HANDLE VarHandle, WHILE While, "
                    + "ZEROS_LIKE ZerosLike");

    private static final Map<String, String> CUSTOM = Map.of(
            "TFLM_DECODE", "AddDecode",
            "CIRCULAR_BUFFER", "AddCircularBuffer",
            "TFLite_Detection_PostProcess", "AddDetectionPostprocess");

    /** The header of the kernels for one type, of those that the resolver takes as an argument. */
    private static final Map<BuiltinOperator, String> HEADERS =
            headers("ADD add, AVERAGE_POOL_2D pooling, CONV_2D conv, DEPTHWISE_CONV_2D depthwise_conv, "
                    + "FULLY_CONNECTED fully_connected, MAX_POOL_2D pooling, MUL mul, PAD pad, SOFTMAX softmax, SVDF svdf, "
                    + "TRANSPOSE_CONV transpose_conv");

    private static final Set<BuiltinOperator> INT16 = Set.of(
            BuiltinOperator.ADD,
            BuiltinOperator.CONV_2D,
            BuiltinOperator.DEPTHWISE_CONV_2D,
            BuiltinOperator.FULLY_CONNECTED,
            BuiltinOperator.SOFTMAX);

    private ResolverTable() {}

    /** The method that registers a kernel, such as {@code AddConv2D}; empty if there is none. */
    static Optional<String> method(OperatorCode code) {
        return code.builtin() == BuiltinOperator.CUSTOM
                ? Optional.ofNullable(CUSTOM.get(code.customCode()))
                : Optional.ofNullable(METHODS.get(code.builtin()));
    }

    /** The function that gives the kernel for int8 alone; empty if there is none. */
    static Optional<String> int8Kernel(BuiltinOperator builtin) {
        return HEADERS.containsKey(builtin) ? Optional.of("Register_" + builtin + "_INT8") : Optional.empty();
    }

    /** The function that gives the kernel for int16 activations alone; empty if there is none. */
    static Optional<String> int16Kernel(BuiltinOperator builtin) {
        return INT16.contains(builtin) ? Optional.of("Register_" + builtin + "_INT16") : Optional.empty();
    }

    /** The header that declares the kernels for one type. */
    static String header(BuiltinOperator builtin) {
        return KERNELS + HEADERS.get(builtin) + ".h";
    }

    private static Map<BuiltinOperator, String> methods(String rows) {
        Map<BuiltinOperator, String> methods = headers(rows);
        methods.replaceAll((builtin, name) -> "Add" + name);
        return methods;
    }

    private static Map<BuiltinOperator, String> headers(String rows) {
        Map<BuiltinOperator, String> names = new EnumMap<>(BuiltinOperator.class);
        for (String row : rows.split(", ")) {
            String[] words = row.split(" ");
            names.put(BuiltinOperator.valueOf(words[0]), words[1]);
        }
        return names;
    }
}
