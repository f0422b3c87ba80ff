// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.rule;

import io.espalier.lite.Graph;
import io.espalier.lite.Operator;
import io.espalier.lite.ccode.program.Program;
import io.espalier.lite.ccode.program.Step;
import io.espalier.lite.ccode.settings.CExportException;
import io.espalier.lite.ccode.settings.Kernels;
import io.espalier.lite.ccode.settings.SumRounding;
import java.util.ArrayList;
import java.util.List;

/** Every operator that has a kernel in C, and how it becomes steps. */
public final class Rules {
    private Rules() {}

    /**
     * The main subgraph as steps.
     *
     * @throws CExportException if an operator has no kernel, or none for its types; names all of them
     */
    public static Program program(Graph graph, SumRounding rounding, Kernels kernels) {
        List<String> refusals = new ArrayList<>();
        Program program = SubgraphRules.main(graph, rounding, kernels, refusals);
        if (!refusals.isEmpty()) {
            throw new CExportException("this model cannot become C:\n  " + String.join("\n  ", refusals));
        }
        return program;
    }

    static boolean isAlias(Operator operator) {
        return switch (operator.code().builtin()) {
            case RESHAPE, SQUEEZE, EXPAND_DIMS -> true;
            default -> false;
        };
    }

    static List<Step> named(List<Step> steps, String name) {
        List<Step> named = new ArrayList<>();
        for (Step step : steps) {
            named.add(step.named(steps.size() == 1 ? name : name + "_" + named.size()));
        }
        return named;
    }

    static List<Step> steps(Operation operation) {
        return ComputedRules.steps(operation)
                .or(() -> PlainRules.steps(operation))
                .orElseGet(() -> quantized(operation));
    }

    private static List<Step> quantized(Operation operation) {
        return switch (operation.operator().code().builtin()) {
            case CONV_2D -> WeightedRules.convolution(operation);
            case DEPTHWISE_CONV_2D -> WeightedRules.depthwise(operation);
            case FULLY_CONNECTED -> WeightedRules.fullyConnected(operation);
            case MAX_POOL_2D -> PoolRules.max(operation);
            case AVERAGE_POOL_2D -> PoolRules.average(operation);
            case ADD -> PointwiseRules.add(operation);
            case SUB -> PointwiseRules.subtract(operation);
            case MUL -> PointwiseRules.multiply(operation);
            case MAXIMUM -> PointwiseRules.maximum(operation);
            case MINIMUM -> PointwiseRules.minimum(operation);
            case SQUARED_DIFFERENCE -> PointwiseRules.squaredDifference(operation);
            case PRELU -> PointwiseRules.prelu(operation);
            case RELU -> LookupRules.clamp(operation, 0, Float.POSITIVE_INFINITY);
            case RELU6 -> LookupRules.clamp(operation, 0, 6);
            case RELU_N1_TO_1 -> LookupRules.clamp(operation, -1, 1);
            case RELU_0_TO_1 -> LookupRules.clamp(operation, 0, 1);
            case LEAKY_RELU -> LookupRules.leakyRelu(operation);
            case LOGISTIC -> LookupRules.logistic(operation);
            case TANH -> LookupRules.tanh(operation);
            case ELU -> LookupRules.elu(operation);
            case GELU -> LookupRules.gelu(operation);
            case EXP -> LookupRules.exp(operation);
            case LOG -> LookupRules.log(operation);
            case ABS -> LookupRules.abs(operation);
            case RSQRT -> LookupRules.rsqrt(operation);
            case HARD_SWISH -> LookupRules.hardSwish(operation);
            case QUANTIZE -> BorderRules.quantize(operation);
            case DEQUANTIZE -> BorderRules.dequantize(operation);
            case SOFTMAX -> SoftmaxRules.softmax(operation);
            case MEAN -> ReduceRules.mean(operation);
            case SUM -> ReduceRules.sum(operation);
            case REDUCE_MAX -> ReduceRules.largest(operation);
            case REDUCE_MIN -> ReduceRules.smallest(operation);
            case ARG_MAX -> ReduceRules.placeOfLargest(operation);
            case ARG_MIN -> ReduceRules.placeOfSmallest(operation);
            case CONCATENATION -> JoinRules.concatenate(operation);
            case PACK -> JoinRules.pack(operation);
            case UNPACK -> JoinRules.unpack(operation);
            case SPLIT -> JoinRules.split(operation, 1, 0);
            case SPLIT_V -> JoinRules.split(operation, 0, 2);
            case PAD, PADV2 -> PadRules.pad(operation);
            case MIRROR_PAD -> PadRules.mirror(operation);
            case SPACE_TO_BATCH_ND -> PadRules.spaceToBatch(operation);
            case BATCH_TO_SPACE_ND -> PadRules.batchToSpace(operation);
            case TRANSPOSE -> MoveRules.transpose(operation);
            case SLICE -> MoveRules.slice(operation);
            case STRIDED_SLICE -> MoveRules.stridedSlice(operation);
            case REVERSE_V2 -> MoveRules.reverse(operation);
            case TILE -> MoveRules.tile(operation);
            case BROADCAST_TO -> MoveRules.broadcast(operation);
            case SPACE_TO_DEPTH -> MoveRules.spaceToDepth(operation);
            case DEPTH_TO_SPACE -> MoveRules.depthToSpace(operation);
            case GATHER -> MoveRules.gather(operation);
            case RESIZE_NEAREST_NEIGHBOR -> ResizeRules.nearest(operation);
            case RESIZE_BILINEAR -> ResizeRules.bilinear(operation);
            case UNIDIRECTIONAL_SEQUENCE_LSTM -> LstmRules.lstm(operation);
            case TRANSPOSE_CONV -> ProductRules.transposedConvolution(operation);
            case BATCH_MATMUL -> ProductRules.matrices(operation);
            default -> throw new Refusal("there is no kernel", "use other operators, or TFLite Micro (--to tflm)");
        };
    }
}
