// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize.improve;

import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import io.espalier.lite.schema.table.FullyConnectedWeightsFormat;
import java.nio.FloatBuffer;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A convolution, depthwise convolution or fully connected operator with constant float weights, and which channels each weight connects.
 *
 * @param operator its index in the subgraph
 * @param kind {@code CONV_2D}, {@code DEPTHWISE_CONV_2D} or {@code FULLY_CONNECTED}
 * @param weights what its weights are
 * @param outputs how many output channels there are
 * @param inputs how many input channels there are; a fully connected operator may take several positions of each
 */
record WeightedLayer(int operator, BuiltinOperator kind, Tensor weights, int outputs, int inputs) {
    static final int INPUT = 0;
    static final int WEIGHTS = 1;
    static final int BIAS = 2;

    /** Empty for other operators, for weights and bias that are not plain float constants, and where channels are not known. */
    static Optional<WeightedLayer> of(Subgraph subgraph, int index) {
        Operator operator = subgraph.operators().get(index);
        BuiltinOperator kind = operator.code().builtin();
        boolean known = switch (kind) {
            case CONV_2D, DEPTHWISE_CONV_2D -> true;
            case FULLY_CONNECTED ->
                operator.options().symbol("weights_format", FullyConnectedWeightsFormat.values())
                        == FullyConnectedWeightsFormat.DEFAULT;
            default -> false;
        };
        if (!known || !operator.hasInput(INPUT) || !operator.hasInput(WEIGHTS)) {
            return Optional.empty();
        }
        Tensor weights = subgraph.tensor(operator.inputs().get(WEIGHTS));
        Ints input = subgraph.tensor(operator.inputs().get(INPUT)).dynamicShape();
        boolean hasRank = weights.shape().size() == (kind == BuiltinOperator.FULLY_CONNECTED ? 2 : 4);
        boolean floatsOnly = IntStream.concat(operator.inputs().stream(), operator.outputs().stream())
                .filter(tensor -> tensor != Operator.ABSENT)
                .allMatch(tensor -> subgraph.tensor(tensor).type() == TensorType.FLOAT32);
        if (!hasRank || !floatsOnly || !isPlainConstant(weights) || input.isEmpty()) {
            return Optional.empty();
        }
        int outputs = weights.shape().get(kind == BuiltinOperator.DEPTHWISE_CONV_2D ? 3 : 0);
        if (operator.hasInput(BIAS)) {
            Tensor bias = subgraph.tensor(operator.inputs().get(BIAS));
            if (!isPlainConstant(bias) || bias.elements() != outputs) {
                return Optional.empty();
            }
        }
        WeightedLayer layer = new WeightedLayer(index, kind, weights, outputs, input.get(input.size() - 1));
        return layer.dividesEvenly() ? Optional.of(layer) : Optional.empty();
    }

    private static boolean isPlainConstant(Tensor tensor) {
        return !tensor.buffer().isEmpty() && tensor.sparsity().isEmpty();
    }

    private boolean dividesEvenly() {
        int last = lastDimension();
        return inputs > 0
                && last > 0
                && switch (kind) {
                    case CONV_2D -> inputs % last == 0 && outputs % (inputs / last) == 0;
                    case FULLY_CONNECTED -> last % inputs == 0;
                    default -> outputs % inputs == 0;
                };
    }

    private int lastDimension() {
        return weights.shape().get(weights.shape().size() - 1);
    }

    /** How many input channels one output channel is connected to. */
    int fanIn() {
        return switch (kind) {
            case CONV_2D -> lastDimension();
            case FULLY_CONNECTED -> inputs;
            default -> 1;
        };
    }

    /** The first of the input channels that an output channel is connected to; the others follow it. */
    int firstInput(int output) {
        return switch (kind) {
            case CONV_2D -> output / (outputs / (inputs / fanIn())) * fanIn();
            case FULLY_CONNECTED -> 0;
            default -> output / (outputs / inputs);
        };
    }

    /** The output channel that the weight at this place of the constant adds to. */
    int output(int place) {
        return kind == BuiltinOperator.DEPTHWISE_CONV_2D ? place % outputs : place / (count() / outputs);
    }

    /** Which of the channels from {@link #firstInput} on the weight at this place multiplies. */
    int connection(int place) {
        return place % fanIn();
    }

    int count() {
        return Math.toIntExact(weights.elements());
    }

    FloatBuffer values() {
        return weights.buffer().asFloats();
    }
}
