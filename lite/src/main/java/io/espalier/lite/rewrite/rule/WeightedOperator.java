// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite.rule;

import io.espalier.lite.Buffer;
import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.Tensor;
import io.espalier.lite.rewrite.edit.Step;
import io.espalier.lite.rewrite.edit.SubgraphEditor;
import io.espalier.lite.rewrite.match.TensorPattern;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import java.nio.FloatBuffer;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** A convolution or a fully connected operator with constant float weights: which channel each weight belongs to. */
final class WeightedOperator {
    static final Set<BuiltinOperator> KINDS =
            EnumSet.of(BuiltinOperator.CONV_2D, BuiltinOperator.DEPTHWISE_CONV_2D, BuiltinOperator.FULLY_CONNECTED);

    static final int INPUT = 0;
    static final int WEIGHTS = 1;
    static final int BIAS = 2;

    private final Operator operator;
    private final SubgraphEditor subgraph;
    private final Tensor weights;
    private final int count;
    private final int outputs;
    private final int inputs;

    private WeightedOperator(Operator operator, SubgraphEditor subgraph) {
        this.operator = operator;
        this.subgraph = subgraph;
        this.weights = subgraph.tensor(operator.inputs().get(WEIGHTS));
        this.count = (int) weights.elements();
        this.outputs = isDepthwise() ? lastDimension() : weights.shape().get(0);
        this.inputs = evenInputChannels();
    }

    /** The operand that {@link #of} can work with. */
    static TensorPattern floatConstant() {
        return TensorPattern.tensor().constant().ofType(TensorType.FLOAT32);
    }

    /** Empty where the bias is computed rather than constant. */
    static Optional<WeightedOperator> of(Step step, SubgraphEditor subgraph) {
        Operator operator = step.operator();
        boolean computedBias = operator.hasInput(BIAS)
                && subgraph.tensor(operator.inputs().get(BIAS)).buffer().isEmpty();
        return computedBias ? Optional.empty() : Optional.of(new WeightedOperator(operator, subgraph));
    }

    int outputChannels() {
        return outputs;
    }

    /**
     * The last dimension of the input, which a fully connected operator may flatten together with those before it; 0 where it does
     * not divide the weights evenly.
     */
    int inputChannels() {
        return inputs;
    }

    private int evenInputChannels() {
        Ints shape = subgraph.tensor(operator.inputs().get(INPUT)).shape();
        int channels = shape.isEmpty() ? 0 : shape.get(shape.size() - 1);
        boolean even = channels > 0
                && switch (operator.code().builtin()) {
                    case CONV_2D -> channels % lastDimension() == 0 && outputs % (channels / lastDimension()) == 0;
                    case FULLY_CONNECTED -> lastDimension() % channels == 0;
                    default -> outputs % channels == 0;
                };
        return even ? channels : 0;
    }

    /** Whether no zeros are added around the input. */
    boolean isUnpadded() {
        return operator.is(BuiltinOperator.FULLY_CONNECTED)
                || operator.options().symbol("padding", io.espalier.lite.schema.Padding.values())
                        == io.espalier.lite.schema.Padding.VALID
                || isPointwise();
    }

    private boolean isPointwise() {
        return weights.shape().get(1) == 1 && weights.shape().get(2) == 1;
    }

    /** The output channel that a weight, by its place in the constant, adds to. */
    int outputChannel(int place) {
        return isDepthwise() ? place % outputs : place / (count / outputs);
    }

    /** The input channel that a weight multiplies. */
    int inputChannel(int place) {
        return switch (operator.code().builtin()) {
            case CONV_2D -> firstOfGroup(outputChannel(place)) + place % lastDimension();
            case FULLY_CONNECTED -> place % inputs;
            default -> place % outputs / (outputs / inputs);
        };
    }

    // A grouped convolution has weights for a part of the input channels only.
    private int firstOfGroup(int outputChannel) {
        int groups = inputs / lastDimension();
        return outputChannel / (outputs / groups) * lastDimension();
    }

    private int lastDimension() {
        return weights.shape().get(weights.shape().size() - 1);
    }

    int weightCount() {
        return count;
    }

    FloatBuffer weights() {
        return weights.buffer().asFloats();
    }

    /** A copy of the bias; zeros where there is none. */
    float[] bias() {
        float[] bias = new float[outputs];
        if (operator.hasInput(BIAS)) {
            subgraph.tensor(operator.inputs().get(BIAS)).buffer().asFloats().get(bias);
        }
        return bias;
    }

    Operator withWeights(float... values) {
        int constant = subgraph.add(weights.withBuffer(Buffer.ofFloats(values)));
        return operator.withInputs(operator.inputs().with(WEIGHTS, constant));
    }

    /** The same operation with another bias. */
    Operator withBias(Operator changed, float... values) {
        String name = operator.hasInput(BIAS)
                ? subgraph.tensor(operator.inputs().get(BIAS)).name()
                : weights.name() + "/bias";
        int bias = subgraph.add(
                Tensor.constant(name, TensorType.FLOAT32, Ints.of(values.length), Buffer.ofFloats(values)));
        Ints inputs = changed.inputs();
        return changed.withInputs(Ints.of(inputs.get(INPUT), inputs.get(WEIGHTS), bias));
    }

    Operator operator() {
        return operator;
    }

    private boolean isDepthwise() {
        return operator.is(BuiltinOperator.DEPTHWISE_CONV_2D);
    }
}
