// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime;

import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.Options;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import io.espalier.lite.schema.table.OptionsTable;
import io.espalier.lite.schema.table.Padding;
import java.util.Collections;
import java.util.List;

/**
 * A float graph of one operator for a builtin operator: its input {@code x} has the shape (1, 4, 4, 3) where nothing else is said, and
 * places of the output that get no value from it are among the outputs where the operator has such.
 */
final class IntegerKernelGraphs {
    private static final long SEED = 5;
    private static final Ints PICTURE = Ints.of(1, 4, 4, 3);
    private static final Ints ROWS = Ints.of(4, 3);

    private IntegerKernelGraphs() {}

    static Graph of(BuiltinOperator kind) {
        return switch (kind) {
            case ADD, MUL, SUB -> one(pictured().weights(1, 1, 1, 3), kind, Options.of(table(kind)), PICTURE);
            case SQUARED_DIFFERENCE ->
                one(pictured().weights(1, 1, 1, 3), kind, Options.of(OptionsTable.SQUARED_DIFFERENCE), PICTURE);
            case MAXIMUM, MINIMUM ->
                one(pictured().weights(1, 1, 1, 3), kind, Options.of(OptionsTable.MAXIMUM_MINIMUM), PICTURE);
            case GREATER, GREATER_EQUAL, LESS, LESS_EQUAL ->
                typed(pictured().floats(Ints.of(1), 0.5f), kind, Options.of(table(kind)), TensorType.BOOL, PICTURE);
            case PRELU -> one(pictured().weights(1, 1, 3), kind, Options.NONE, PICTURE);
            case SELECT, SELECT_V2 ->
                one(
                        new OneOperator(SEED)
                                .flags(ROWS, 1, 0, 1, 0, 1, 0, 0, 0, 1, 1, 1, 0)
                                .input(TensorType.FLOAT32, 4, 3)
                                .floats(ROWS, 9, -9, 1, 2, 3, 4, 5, 6, 7, 8, -1, -2),
                        kind,
                        Options.of(table(kind)),
                        ROWS);
            case LEAKY_RELU ->
                one(pictured(), kind, Options.of(OptionsTable.LEAKY_RELU).with("alpha", 0.2f), PICTURE);
            case SOFTMAX ->
                one(pictured(), kind, Options.of(OptionsTable.SOFTMAX).with("beta", 1f), PICTURE);
            case ABS, EXP, HARD_SWISH, GELU -> one(pictured(), kind, Options.of(table(kind)), PICTURE);
            case RELU, RELU6, RELU_N1_TO_1, RELU_0_TO_1, ELU, LOG, RSQRT, LOGISTIC, TANH ->
                one(pictured(), kind, Options.NONE, PICTURE);
            case LOG_SOFTMAX -> one(pictured(), kind, Options.of(OptionsTable.LOG_SOFTMAX), PICTURE);
            case L2_NORMALIZATION -> one(pictured(), kind, Options.of(OptionsTable.L2_NORM), PICTURE);
            case QUANTIZE, DEQUANTIZE -> throw new IllegalArgumentException(kind + " is no operator of a float graph");
            case AVERAGE_POOL_2D,
                    MAX_POOL_2D,
                    MEAN,
                    SUM,
                    REDUCE_MAX,
                    REDUCE_MIN,
                    REDUCE_PROD,
                    ARG_MAX,
                    ARG_MIN,
                    TOPK_V2,
                    SHAPE -> reduced(kind);
            case CONV_2D, DEPTHWISE_CONV_2D, TRANSPOSE_CONV, FULLY_CONNECTED, BATCH_MATMUL -> weighted(kind);
            default -> moved(kind);
        };
    }

    private static Graph moved(BuiltinOperator kind) {
        Options options = options(kind);
        return switch (kind) {
            case RESHAPE -> one(pictured().ints(2, 24), kind, options, Ints.of(2, 24));
            case SQUEEZE -> one(pictured(), kind, options.with("squeeze_dims", Ints.of(0)), Ints.of(4, 4, 3));
            case EXPAND_DIMS -> one(pictured().ints(0), kind, options, Ints.of(1, 1, 4, 4, 3));
            case TRANSPOSE -> one(pictured().ints(0, 2, 3, 1), kind, options, Ints.of(1, 4, 3, 4));
            case PAD -> one(pictured().ints(Ints.of(4, 2), 0, 0, 1, 2, 0, 1, 0, 0), kind, options, Ints.of(1, 7, 5, 3));
            case PADV2 ->
                one(
                        pictured().ints(Ints.of(4, 2), 0, 0, 1, 2, 0, 1, 0, 0).floats(Ints.of(1), -5),
                        kind,
                        options,
                        Ints.of(1, 7, 5, 3));
            case MIRROR_PAD ->
                one(pictured().ints(Ints.of(4, 2), 0, 0, 1, 2, 0, 1, 0, 0), kind, options, Ints.of(1, 7, 5, 3));
            case CONCATENATION ->
                one(pictured().weights(1, 4, 4, 2), kind, options.with("axis", 3), Ints.of(1, 4, 4, 5));
            case PACK ->
                one(
                        pictured().weights(1, 4, 4, 3),
                        kind,
                        options.with("values_count", 2).with("axis", 1),
                        Ints.of(1, 2, 4, 4, 3));
            case UNPACK ->
                parts(
                        pictured(),
                        kind,
                        options.with("num", 3).with("axis", 3),
                        Ints.of(1, 4, 4),
                        Ints.of(1, 4, 4),
                        Ints.of(1, 4, 4));
            case SPLIT ->
                parts(
                        new OneOperator(SEED).ints(Ints.EMPTY, 1).input(TensorType.FLOAT32, 1, 4, 4, 3),
                        kind,
                        options.with("num_splits", 2),
                        Ints.of(1, 2, 4, 3),
                        Ints.of(1, 2, 4, 3));
            case SPLIT_V ->
                parts(
                        pictured().ints(1, 3).ints(Ints.EMPTY, 1),
                        kind,
                        options.with("num_splits", 2),
                        Ints.of(1, 1, 4, 3),
                        Ints.of(1, 3, 4, 3));
            case SLICE -> one(pictured().ints(0, 1, 0, 1).ints(1, 2, 4, 2), kind, options, Ints.of(1, 2, 4, 2));
            case STRIDED_SLICE ->
                one(pictured().ints(0, 0, 3, 0).ints(1, 4, 0, 3).ints(1, 2, -1, 1), kind, options, Ints.of(1, 2, 3, 3));
            case GATHER -> one(pictured().ints(3, 0), kind, options.with("axis", 1), Ints.of(1, 2, 4, 3));
            case GATHER_ND -> one(pictured().ints(Ints.of(2, 2), 0, 3, 0, 1), kind, options, Ints.of(2, 4, 3));
            case SCATTER_ND ->
                one(
                        new OneOperator(SEED)
                                .ints(Ints.of(4, 1), 5, 1, 3, 7)
                                .input(TensorType.FLOAT32, 4, 3)
                                .ints(8, 3),
                        kind,
                        options,
                        Ints.of(8, 3));
            case BATCH_TO_SPACE_ND ->
                one(
                        new OneOperator(SEED)
                                .input(TensorType.FLOAT32, 4, 2, 2, 3)
                                .ints(2, 2)
                                .ints(Ints.of(2, 2), 0, 1, 0, 0),
                        kind,
                        options,
                        Ints.of(1, 3, 4, 3));
            case SPACE_TO_BATCH_ND ->
                one(pictured().ints(2, 2).ints(Ints.of(2, 2), 1, 1, 0, 2), kind, options, Ints.of(4, 3, 3, 3));
            case SPACE_TO_DEPTH -> one(pictured(), kind, options.with("block_size", 2), Ints.of(1, 2, 2, 12));
            case DEPTH_TO_SPACE ->
                one(
                        new OneOperator(SEED).input(TensorType.FLOAT32, 1, 2, 2, 12),
                        kind,
                        options.with("block_size", 2),
                        PICTURE);
            case TILE -> one(pictured().ints(1, 2, 1, 1), kind, options, Ints.of(1, 8, 4, 3));
            case BROADCAST_TO ->
                one(
                        new OneOperator(SEED)
                                .input(TensorType.FLOAT32, 1, 1, 4, 3)
                                .ints(2, 4, 4, 3),
                        kind,
                        options,
                        Ints.of(2, 4, 4, 3));
            case FILL -> one(new OneOperator(SEED).ints(2, 3).input(TensorType.FLOAT32), kind, options, Ints.of(2, 3));
            case REVERSE_V2 -> one(pictured().ints(2), kind, options, PICTURE);
            case DYNAMIC_UPDATE_SLICE -> one(pictured().weights(1, 2, 2, 3).ints(0, 1, 1, 0), kind, options, PICTURE);
            case RESIZE_BILINEAR, RESIZE_NEAREST_NEIGHBOR ->
                one(pictured().ints(7, 9), kind, options.with("half_pixel_centers", true), Ints.of(1, 7, 9, 3));
            default -> throw new IllegalArgumentException("no graph for " + kind);
        };
    }

    private static Graph reduced(BuiltinOperator kind) {
        Options window = Options.of(OptionsTable.POOL_2D)
                .with("padding", Padding.SAME)
                .with("stride_w", 2)
                .with("stride_h", 2)
                .with("filter_width", 3)
                .with("filter_height", 3);
        return switch (kind) {
            case AVERAGE_POOL_2D, MAX_POOL_2D -> one(pictured(), kind, window, Ints.of(1, 2, 2, 3));
            case MEAN, SUM, REDUCE_MAX, REDUCE_MIN ->
                one(pictured().ints(1, 2), kind, Options.of(OptionsTable.REDUCER), Ints.of(1, 3));
            case REDUCE_PROD -> one(pictured().ints(3), kind, Options.of(OptionsTable.REDUCER), Ints.of(1, 4, 4));
            case ARG_MAX, ARG_MIN ->
                typed(
                        new OneOperator(SEED).input(TensorType.FLOAT32, 1, 48).ints(Ints.EMPTY, 1),
                        kind,
                        options(kind).with("output_type", TensorType.INT32),
                        TensorType.INT32,
                        Ints.of(1));
            case TOPK_V2 ->
                new OneOperator(SEED)
                        .input(TensorType.FLOAT32, 1, 48)
                        .ints(Ints.EMPTY, 5)
                        .operator(
                                kind,
                                options(kind),
                                List.of(TensorType.FLOAT32, TensorType.INT32),
                                Ints.of(1, 5),
                                Ints.of(1, 5));
            case SHAPE ->
                typed(pictured(), kind, options(kind).with("out_type", TensorType.INT32), TensorType.INT32, Ints.of(4));
            default -> throw new IllegalArgumentException("no graph for " + kind);
        };
    }

    private static Graph weighted(BuiltinOperator kind) {
        return switch (kind) {
            case CONV_2D -> one(pictured().weights(5, 3, 3, 3).weights(5), kind, strided(kind), Ints.of(1, 2, 2, 5));
            case DEPTHWISE_CONV_2D ->
                one(
                        pictured().weights(1, 3, 3, 3).weights(3),
                        kind,
                        strided(kind).with("depth_multiplier", 1),
                        Ints.of(1, 2, 2, 3));
            case TRANSPOSE_CONV ->
                // Strides beyond the window leave places that no value reaches.
                one(
                        new OneOperator(SEED)
                                .ints(1, 12, 12, 2)
                                .weights(2, 2, 2, 3)
                                .input(TensorType.FLOAT32, 1, 4, 4, 3),
                        kind,
                        options(kind)
                                .with("padding", Padding.SAME)
                                .with("stride_w", 3)
                                .with("stride_h", 3),
                        Ints.of(1, 12, 12, 2));
            case FULLY_CONNECTED ->
                one(
                        new OneOperator(SEED)
                                .input(TensorType.FLOAT32, 4, 12)
                                .weights(5, 12)
                                .weights(5),
                        kind,
                        options(kind),
                        Ints.of(4, 5));
            case BATCH_MATMUL ->
                one(
                        new OneOperator(SEED)
                                .input(TensorType.FLOAT32, 1, 4, 12)
                                .weights(1, 12, 5),
                        kind,
                        options(kind),
                        Ints.of(1, 4, 5));
            default -> throw new IllegalArgumentException("no graph for " + kind);
        };
    }

    private static Options strided(BuiltinOperator kind) {
        return options(kind).with("padding", Padding.SAME).with("stride_w", 2).with("stride_h", 2);
    }

    private static Options options(BuiltinOperator kind) {
        return Options.of(table(kind));
    }

    private static OptionsTable table(BuiltinOperator kind) {
        return OptionsTable.valueOf(kind.name());
    }

    private static OneOperator pictured() {
        return new OneOperator(SEED).input(TensorType.FLOAT32, 1, 4, 4, 3);
    }

    private static Graph one(OneOperator operands, BuiltinOperator kind, Options options, Ints output) {
        return typed(operands, kind, options, TensorType.FLOAT32, output);
    }

    private static Graph typed(
            OneOperator operands, BuiltinOperator kind, Options options, TensorType type, Ints output) {
        return operands.operator(kind, options, List.of(type), output);
    }

    private static Graph parts(OneOperator operands, BuiltinOperator kind, Options options, Ints... outputs) {
        return operands.operator(kind, options, Collections.nCopies(outputs.length, TensorType.FLOAT32), outputs);
    }
}
