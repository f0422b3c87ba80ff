// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.targets;

import io.espalier.lite.Operator;
import io.espalier.lite.Options;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** TFLite's GPU delegate: which operators it knows, and the limits of some. */
final class GpuRule implements Target.Rule {
    private static final Set<BuiltinOperator> KNOWN = EnumSet.of(
            BuiltinOperator.ABS,
            BuiltinOperator.ADD,
            BuiltinOperator.ADD_N,
            BuiltinOperator.ATAN2,
            BuiltinOperator.AVERAGE_POOL_2D,
            BuiltinOperator.BATCH_MATMUL,
            BuiltinOperator.CAST,
            BuiltinOperator.CEIL,
            BuiltinOperator.CONCATENATION,
            BuiltinOperator.CONV_2D,
            BuiltinOperator.COS,
            BuiltinOperator.CUMSUM,
            BuiltinOperator.DENSIFY,
            BuiltinOperator.DEPTHWISE_CONV_2D,
            BuiltinOperator.DEPTH_TO_SPACE,
            BuiltinOperator.DEQUANTIZE,
            BuiltinOperator.DIV,
            BuiltinOperator.DYNAMIC_UPDATE_SLICE,
            BuiltinOperator.ELU,
            BuiltinOperator.EMBEDDING_LOOKUP,
            BuiltinOperator.EQUAL,
            BuiltinOperator.EXP,
            BuiltinOperator.FLOOR,
            BuiltinOperator.FLOOR_DIV,
            BuiltinOperator.FLOOR_MOD,
            BuiltinOperator.FULLY_CONNECTED,
            BuiltinOperator.GATHER,
            BuiltinOperator.GELU,
            BuiltinOperator.GREATER,
            BuiltinOperator.GREATER_EQUAL,
            BuiltinOperator.HARD_SWISH,
            BuiltinOperator.LEAKY_RELU,
            BuiltinOperator.LESS,
            BuiltinOperator.LESS_EQUAL,
            BuiltinOperator.LOG,
            BuiltinOperator.LOGICAL_AND,
            BuiltinOperator.LOGISTIC,
            BuiltinOperator.LSTM,
            BuiltinOperator.MAXIMUM,
            BuiltinOperator.MAX_POOL_2D,
            BuiltinOperator.MEAN,
            BuiltinOperator.MINIMUM,
            BuiltinOperator.MIRROR_PAD,
            BuiltinOperator.MUL,
            BuiltinOperator.NEG,
            BuiltinOperator.NOT_EQUAL,
            BuiltinOperator.ONE_HOT,
            BuiltinOperator.PACK,
            BuiltinOperator.PAD,
            BuiltinOperator.PADV2,
            BuiltinOperator.POW,
            BuiltinOperator.PRELU,
            BuiltinOperator.QUANTIZE,
            BuiltinOperator.REDUCE_MAX,
            BuiltinOperator.REDUCE_MIN,
            BuiltinOperator.REDUCE_PROD,
            BuiltinOperator.RELU,
            BuiltinOperator.RELU6,
            BuiltinOperator.RELU_N1_TO_1,
            BuiltinOperator.RESHAPE,
            BuiltinOperator.RESIZE_BILINEAR,
            BuiltinOperator.RESIZE_NEAREST_NEIGHBOR,
            BuiltinOperator.RSQRT,
            BuiltinOperator.SELECT,
            BuiltinOperator.SELECT_V2,
            BuiltinOperator.SIGN,
            BuiltinOperator.SIN,
            BuiltinOperator.SLICE,
            BuiltinOperator.SOFTMAX,
            BuiltinOperator.SPACE_TO_DEPTH,
            BuiltinOperator.SPLIT,
            BuiltinOperator.SPLIT_V,
            BuiltinOperator.SQRT,
            BuiltinOperator.SQUARE,
            BuiltinOperator.SQUARED_DIFFERENCE,
            BuiltinOperator.STABLEHLO_CLAMP,
            BuiltinOperator.STRIDED_SLICE,
            BuiltinOperator.SUB,
            BuiltinOperator.SUM,
            BuiltinOperator.TANH,
            BuiltinOperator.TILE,
            BuiltinOperator.TRANSPOSE,
            BuiltinOperator.TRANSPOSE_CONV);

    @Override
    public Optional<String> obstacle(Subgraph subgraph, Operator operator) {
        if (!KNOWN.contains(operator.code().builtin())) {
            return Optional.of("no kernel");
        }
        if (!operator.hasInput(0)) {
            return Optional.empty();
        }
        Tensor input = subgraph.tensor(operator.inputs().get(0));
        if (input.type() == TensorType.INT16) {
            return Optional.of("no kernel for INT16");
        }
        Options options = operator.options();
        return switch (operator.code().builtin()) {
            case SOFTMAX ->
                has(options, "beta") && options.real("beta") != 1 ? Optional.of("its beta is not 1") : Optional.empty();
            case FULLY_CONNECTED ->
                isSet(options, "weights_format") ? Optional.of("its weights are shuffled") : Optional.empty();
            case MIRROR_PAD -> isSet(options, "mode") ? Optional.of("its mode is not REFLECT") : Optional.empty();
            case SLICE -> rankOfPicture(input);
            case STRIDED_SLICE -> hasMasks(options) ? Optional.of("it has masks") : rankOfPicture(input);
            case RESHAPE, TILE, TRANSPOSE, PAD, MEAN, SUM, REDUCE_MAX, REDUCE_MIN, REDUCE_PROD ->
                isComputed(subgraph, operator, 1) ? Optional.of("its second input is computed") : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static boolean hasMasks(Options options) {
        return isSet(options, "ellipsis_mask") || isSet(options, "new_axis_mask") || isSet(options, "shrink_axis_mask");
    }

    private static boolean isSet(Options options, String name) {
        return has(options, name) && !options.isDefault(name);
    }

    private static boolean has(Options options, String name) {
        return options.table().fields().stream().anyMatch(field -> field.name().equals(name));
    }

    private static boolean isComputed(Subgraph subgraph, Operator operator, int position) {
        return operator.hasInput(position)
                && !subgraph.tensor(operator.inputs().get(position)).isConstant();
    }

    private static Optional<String> rankOfPicture(Tensor input) {
        int rank = input.shape().size();
        return rank == 3 || rank == 4 ? Optional.empty() : Optional.of("its input has rank " + rank);
    }
}
