// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.tensorflow;

import static io.espalier.lite.schema.BuiltinOperator.*;

import io.espalier.lite.Ints;
import io.espalier.lite.Options;
import io.espalier.lite.lower.LoweringException;
import io.espalier.lite.schema.table.OptionsTable;
import io.espalier.model.tensorflow.TensorShape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Products of matrices, batch normalization, and the operators into which TensorFlow's optimizer fuses several. */
final class ProductRules {
    private ProductRules() {}

    /** The rule of an operator of this family; null for another. */
    static @Nullable NodeRule of(String operator) {
        return switch (operator) {
            case "BatchMatMul", "BatchMatMulV2", "BatchMatMulV3" -> NodeRule.of(ProductRules::batchMatMul);
            case "FusedBatchNorm", "FusedBatchNormV2", "FusedBatchNormV3" ->
                NodeRule.of(ProductRules::batchNormalization);
            case "Einsum" -> NodeRule.of(EinsumRule::of);
            case "MatMul" -> NodeRule.of(ProductRules::matMul);
            case "_FusedConv2D" -> NodeRule.of(call -> fusedOverImage(call, ConvolutionRules::convolved));
            case "_FusedMatMul" -> NodeRule.of(call -> fused(call, matMul(call)));
            case "FusedDepthwiseConv2dNative", "_FusedDepthwiseConv2dNative" ->
                NodeRule.of(call -> fusedOverImage(call, ConvolutionRules::depthwise));
            default -> null;
        };
    }

    private static Value matMul(NodeCall call) {
        boolean transposesFirst = call.node().flag("transpose_a", false);
        boolean transposesSecond = call.node().flag("transpose_b", false);
        return product(call, call.input(0), call.input(1), transposesFirst, transposesSecond);
    }

    private static Value batchMatMul(NodeCall call) {
        return product(
                call,
                call.input(0),
                call.input(1),
                call.node().flag("adj_x", false),
                call.node().flag("adj_y", false));
    }

    /** The products of the matrices in the last two dimensions. */
    static Value product(NodeCall call, Value first, Value second, boolean transposesFirst, boolean transposesSecond) {
        int rank = first.shape().size();
        if (second instanceof Value.Known && second.shape().size() == 2 && rank >= 2 && !transposesFirst) {
            Value weights = transposesSecond ? second : Kernel.transposed(call, second, 1, 0);
            int units = weights.shape().get(0);
            Value bias = SubgraphAssembly.floats(call.named("bias"), TensorShape.of(units), new float[units]);
            Options options = Options.of(OptionsTable.FULLY_CONNECTED).with("keep_num_dims", rank > 2);
            return call.operator(
                    FULLY_CONNECTED, options, first.type(), first.shape().with(rank - 1, units), first, weights, bias);
        }
        Ints left = first.shape();
        Ints right = second.shape();
        Ints batch = Dims.broadcast(firsts(left), firsts(right));
        int rows = left.get(left.size() - (transposesFirst ? 1 : 2));
        int columns = right.get(right.size() - (transposesSecond ? 2 : 1));
        Ints shape = Ints.of(
                IntStream.concat(batch.stream(), IntStream.of(rows, columns)).toArray());
        Options options = Options.of(OptionsTable.BATCH_MATMUL)
                .with("adj_x", transposesFirst)
                .with("adj_y", transposesSecond);
        return call.operator(BATCH_MATMUL, options, first.type(), shape, first, second);
    }

    private static Ints firsts(Ints shape) {
        return Ints.of(shape.stream().limit(shape.size() - 2L).toArray());
    }

    private static Value batchNormalization(NodeCall call) {
        if (call.node().flag("is_training", true)) {
            throw new LoweringException("it normalizes by the batch, as in training; save the model for inference");
        }
        return ChannelsLast.of(call, call.input(0))
                .apply(value ->
                        normalized(call, value, List.of(call.input(1), call.input(2), call.input(3), call.input(4))));
    }

    /** @param statistics scale, offset, mean and variance */
    private static Value normalized(NodeCall call, Value value, List<Value> statistics) {
        List<float[]> known = new ArrayList<>();
        for (Value some : statistics) {
            known.add(
                    some instanceof Value.Known constant
                            ? constant.floats()
                                    .orElseThrow(() -> new LoweringException("its statistics are not float32"))
                            : new float[0]);
        }
        int channels = known.get(3).length;
        if (channels == 0 || known.stream().anyMatch(some -> some.length != channels)) {
            throw new LoweringException(
                    "its statistics are computed while the model runs; only constants are supported");
        }
        float epsilon = call.node().real("epsilon", 1e-4f);
        float[] factors = new float[channels];
        float[] shifts = new float[channels];
        for (int channel = 0; channel < channels; channel++) {
            double spread = known.get(3)[channel] + (double) epsilon;
            if (!(spread > 0)) {
                throw new LoweringException("the variance of channel " + channel + " is " + known.get(3)[channel]
                        + "; the training has diverged, or the file is damaged");
            }
            double factor = known.get(0)[channel] / Math.sqrt(spread);
            factors[channel] = (float) factor;
            shifts[channel] = (float) (known.get(1)[channel] - known.get(2)[channel] * factor);
        }
        TensorShape shape = TensorShape.of(channels);
        Value scaled = call.step(
                "mul",
                MUL,
                Options.of(OptionsTable.MUL),
                value.type(),
                value.shape(),
                value,
                SubgraphAssembly.floats(call.named("scale"), shape, factors));
        return call.operator(
                ADD,
                OptionsTable.ADD,
                value.type(),
                value.shape(),
                scaled,
                SubgraphAssembly.floats(call.named("shift"), shape, shifts));
    }

    private interface OverImage {
        Value apply(NodeCall call, Value image);
    }

    private static Value fusedOverImage(NodeCall call, OverImage rule) {
        return ChannelsLast.of(call, call.input(0)).apply(image -> fused(call, rule.apply(call, image)));
    }

    /** What follows a product in the same node, by the attribute {@code fused_ops}. */
    private static Value fused(NodeCall call, Value product) {
        Value value = product;
        int next = 2;
        for (String function : call.texts("fused_ops")) {
            switch (function) {
                case "BiasAdd" -> {
                    value = call.operator(ADD, OptionsTable.ADD, value.type(), value.shape(), value, call.input(next));
                    next++;
                }
                case "FusedBatchNorm" -> {
                    value = normalized(call, value, call.inputs().subList(next, next + 4));
                    next += 4;
                }
                case "Prelu" -> {
                    value = call.operator(
                            PRELU, OptionsTable.NONE, value.type(), value.shape(), value, call.lastInput());
                    next++;
                }
                case "LeakyRelu" ->
                    value = ElementRules.leakyRelu(call, value, call.node().real("leakyrelu_alpha", 0.2f));
                default -> value = ElementRules.activated(call, value, function);
            }
        }
        return value;
    }
}
