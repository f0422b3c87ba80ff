// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.page.graph;

import io.espalier.lite.schema.BuiltinOperator;

/** What an operator is there for: what the colours of a drawing tell apart. */
enum OperatorKind {
    PRODUCT("products with weights", 2),
    ACTIVATION("activation functions", 3),
    REDUCTION("pooling and reductions", 1),
    ARITHMETIC("element by element", 8),
    MOVEMENT("moving values", 6),
    CONVERSION("conversions of type", 5),
    STATE("recurrent, state", 7),
    OTHER("control flow, custom, others", 4);

    private final String title;
    private final int colour;

    OperatorKind(String title, int colour) {
        this.title = title;
        this.colour = colour;
    }

    /** For people, in a legend. */
    String title() {
        return title;
    }

    /** The number of the page's colour. */
    int colour() {
        return colour;
    }

    static OperatorKind of(BuiltinOperator operator) {
        return switch (operator) {
            case CONV_2D,
                    DEPTHWISE_CONV_2D,
                    TRANSPOSE_CONV,
                    CONV_3D,
                    CONV_3D_TRANSPOSE,
                    FULLY_CONNECTED,
                    BATCH_MATMUL,
                    EMBEDDING_LOOKUP,
                    EMBEDDING_LOOKUP_SPARSE,
                    CONCAT_EMBEDDINGS,
                    STABLEHLO_CONVOLUTION,
                    STABLEHLO_DOT_GENERAL -> PRODUCT;
            case RELU,
                    RELU6,
                    RELU_N1_TO_1,
                    RELU_0_TO_1,
                    LOGISTIC,
                    TANH,
                    SOFTMAX,
                    LOG_SOFTMAX,
                    PRELU,
                    LEAKY_RELU,
                    ELU,
                    GELU,
                    HARD_SWISH,
                    STABLEHLO_LOGISTIC -> ACTIVATION;
            case AVERAGE_POOL_2D,
                    MAX_POOL_2D,
                    L2_POOL_2D,
                    MEAN,
                    SUM,
                    REDUCE_MAX,
                    REDUCE_MIN,
                    REDUCE_PROD,
                    REDUCE_ANY,
                    REDUCE_ALL,
                    REDUCE_WINDOW,
                    ARG_MAX,
                    ARG_MIN,
                    TOPK_V2,
                    CUMSUM,
                    SEGMENT_SUM,
                    UNSORTED_SEGMENT_MAX,
                    UNSORTED_SEGMENT_MIN,
                    UNSORTED_SEGMENT_PROD,
                    UNSORTED_SEGMENT_SUM,
                    L2_NORMALIZATION,
                    LOCAL_RESPONSE_NORMALIZATION,
                    STABLEHLO_REDUCE,
                    STABLEHLO_REDUCE_WINDOW -> REDUCTION;
            case RESHAPE,
                    SQUEEZE,
                    EXPAND_DIMS,
                    TRANSPOSE,
                    CONCATENATION,
                    PACK,
                    UNPACK,
                    SPLIT,
                    SPLIT_V,
                    SLICE,
                    STRIDED_SLICE,
                    GATHER,
                    GATHER_ND,
                    SCATTER_ND,
                    PAD,
                    PADV2,
                    MIRROR_PAD,
                    TILE,
                    BROADCAST_TO,
                    BROADCAST_ARGS,
                    REVERSE_V2,
                    REVERSE_SEQUENCE,
                    DEPTH_TO_SPACE,
                    SPACE_TO_DEPTH,
                    BATCH_TO_SPACE_ND,
                    SPACE_TO_BATCH_ND,
                    RESIZE_BILINEAR,
                    RESIZE_NEAREST_NEIGHBOR,
                    DYNAMIC_UPDATE_SLICE,
                    SELECT,
                    SELECT_V2,
                    WHERE,
                    SHAPE,
                    RANK,
                    FILL,
                    RANGE,
                    ZEROS_LIKE,
                    ONE_HOT,
                    DILATE,
                    STABLEHLO_RESHAPE,
                    STABLEHLO_CONCATENATE,
                    STABLEHLO_BROADCAST_IN_DIM,
                    STABLEHLO_SLICE,
                    STABLEHLO_GATHER,
                    STABLEHLO_TRANSPOSE,
                    STABLEHLO_PAD,
                    STABLEHLO_SELECT -> MOVEMENT;
            case QUANTIZE, DEQUANTIZE, CAST, FAKE_QUANT, DENSIFY, BITCAST, STABLEHLO_CONVERT -> CONVERSION;
            case LSTM,
                    RNN,
                    SVDF,
                    UNIDIRECTIONAL_SEQUENCE_LSTM,
                    UNIDIRECTIONAL_SEQUENCE_RNN,
                    BIDIRECTIONAL_SEQUENCE_LSTM,
                    BIDIRECTIONAL_SEQUENCE_RNN,
                    VAR_HANDLE,
                    READ_VARIABLE,
                    ASSIGN_VARIABLE -> STATE;
            case ADD,
                    ADD_N,
                    SUB,
                    MUL,
                    DIV,
                    FLOOR,
                    CEIL,
                    ROUND,
                    EXP,
                    LOG,
                    SQRT,
                    RSQRT,
                    SQUARE,
                    SQUARED_DIFFERENCE,
                    POW,
                    ABS,
                    NEG,
                    SIGN,
                    SIN,
                    COS,
                    ATAN2,
                    MAXIMUM,
                    MINIMUM,
                    FLOOR_DIV,
                    FLOOR_MOD,
                    LESS,
                    LESS_EQUAL,
                    GREATER,
                    GREATER_EQUAL,
                    EQUAL,
                    NOT_EQUAL,
                    LOGICAL_AND,
                    LOGICAL_OR,
                    LOGICAL_NOT,
                    BITWISE_XOR,
                    RIGHT_SHIFT,
                    STABLEHLO_ADD,
                    STABLEHLO_DIVIDE,
                    STABLEHLO_MULTIPLY,
                    STABLEHLO_SUBTRACT,
                    STABLEHLO_MAXIMUM,
                    STABLEHLO_MINIMUM -> ARITHMETIC;
            default -> OTHER;
        };
    }
}
