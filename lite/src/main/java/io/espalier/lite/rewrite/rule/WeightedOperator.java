// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite.rule;

import io.espalier.lite.Buffer;
import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.Tensor;
import io.espalier.lite.Tensor.TrainedValues;
import io.espalier.lite.rewrite.edit.Step;
import io.espalier.lite.rewrite.edit.SubgraphEditor;
import io.espalier.lite.rewrite.match.TensorPattern;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import io.espalier.lite.schema.table.Padding;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A convolution or a fully connected operator with constant float weights: which channel each weight belongs to, and the operator that
 * does more because its weights and bias do.
 */
final class WeightedOperator {
    static final Set<BuiltinOperator> KINDS = EnumSet.of(
            BuiltinOperator.CONV_2D,
            BuiltinOperator.DEPTHWISE_CONV_2D,
            BuiltinOperator.TRANSPOSE_CONV,
            BuiltinOperator.FULLY_CONNECTED);

    static final int WEIGHTS = 1;

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

    static int inputPosition(Operator operator) {
        return operator.is(BuiltinOperator.TRANSPOSE_CONV) ? 2 : 0;
    }

    private static int biasPosition(Operator operator) {
        return inputPosition(operator) == 0 ? 2 : 3;
    }

    /** Empty where the bias is computed rather than constant. */
    static Optional<WeightedOperator> of(Step step, SubgraphEditor subgraph) {
        Operator operator = step.operator();
        int bias = biasPosition(operator);
        boolean computedBias = operator.hasInput(bias)
                && subgraph.tensor(operator.inputs().get(bias)).buffer().isEmpty();
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
        Ints shape =
                subgraph.tensor(operator.inputs().get(inputPosition(operator))).shape();
        int channels = shape.isEmpty() ? 0 : shape.get(shape.size() - 1);
        boolean even = channels > 0
                && switch (operator.code().builtin()) {
                    case CONV_2D -> channels % lastDimension() == 0 && outputs % (channels / lastDimension()) == 0;
                    case FULLY_CONNECTED -> lastDimension() % channels == 0;
                    case TRANSPOSE_CONV -> lastDimension() == channels;
                    default -> outputs % channels == 0;
                };
        return even ? channels : 0;
    }

    // Whether every output comes from as many inputs: no zeros are added around the input, and none put between.
    private boolean isUnpadded() {
        return switch (operator.code().builtin()) {
            case FULLY_CONNECTED -> true;
            case TRANSPOSE_CONV -> false;
            default -> SamePadding.is(operator, Padding.VALID) || isPointwise();
        };
    }

    private boolean isPointwise() {
        return weights.shape().get(1) == 1 && weights.shape().get(2) == 1;
    }

    // The output channel that a weight, by its place in the constant, adds to.
    private int outputChannel(int place) {
        return isDepthwise() ? place % outputs : place / (count / outputs);
    }

    // The input channel that a weight multiplies.
    private int inputChannel(int place) {
        return switch (operator.code().builtin()) {
            case CONV_2D -> firstOfGroup(outputChannel(place)) + place % lastDimension();
            case FULLY_CONNECTED, TRANSPOSE_CONV -> place % inputs;
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

    /** The same with each output multiplied by the factor of its channel. */
    Optional<Operator> timesFactors(float... factors) {
        return scaled(factors, new float[outputs]);
    }

    /** The same with each output multiplied by the factor of its channel, and the shift of its channel added then. */
    Optional<Operator> scaled(float[] factors, float[] shifts) {
        FloatBuffer values = weights.buffer().asFloats();
        float[] scaled = new float[count];
        for (int place = 0; place < count; place++) {
            scaled[place] = values.get(place) * factors[outputChannel(place)];
        }
        float[] bias = bias();
        for (int channel = 0; channel < outputs; channel++) {
            bias[channel] = bias[channel] * factors[channel] + shifts[channel];
        }
        return withBias(bias).flatMap(changed -> withWeights(changed, trained(factors), scaled));
    }

    /** What training found, where its scales are multiplied as the outputs are. */
    private TrainedValues trained(float... factors) {
        TrainedValues trained = weights.trained();
        List<Double> scales = trained.scales();
        if (scales.isEmpty()) {
            return trained;
        }
        return trained.withScales(IntStream.range(0, outputs)
                .mapToObj(channel -> scales.get(scales.size() == 1 ? 0 : channel) * Math.abs(factors[channel]))
                .toList());
    }

    /** The same with the shift of its channel added to each output. */
    Optional<Operator> plusShifts(float... shifts) {
        float[] bias = bias();
        for (int channel = 0; channel < outputs; channel++) {
            bias[channel] += shifts[channel];
        }
        return withBias(bias);
    }

    /**
     * What it would be with each input multiplied by the factor of its channel; empty for weights that are rounded in training, which would not lie on
     * their grid any more.
     */
    Optional<Operator> ofInputsTimesFactors(float... factors) {
        boolean isOneFactor = IntStream.range(1, factors.length).allMatch(i -> factors[i] == factors[0]);
        if (!isOneFactor && !weights.trained().equals(TrainedValues.NONE)) {
            return Optional.empty();
        }
        FloatBuffer values = weights.buffer().asFloats();
        float[] scaled = new float[count];
        for (int place = 0; place < count; place++) {
            scaled[place] = values.get(place) * factors[inputChannel(place)];
        }
        // More factors than one come to weights without scales from training only.
        float[] alike = new float[outputs];
        Arrays.fill(alike, factors[0]);
        return withWeights(operator, trained(alike), scaled);
    }

    /** What it would be with the shift of its channel added to each input; empty where zeros around the input would be shifted too. */
    Optional<Operator> ofInputsPlusShifts(float... shifts) {
        if (!isUnpadded()) {
            return Optional.empty();
        }
        FloatBuffer values = weights.buffer().asFloats();
        double[] sums = new double[outputs];
        for (int place = 0; place < count; place++) {
            sums[outputChannel(place)] += (double) values.get(place) * shifts[inputChannel(place)];
        }
        float[] bias = bias();
        for (int channel = 0; channel < outputs; channel++) {
            bias[channel] = (float) (bias[channel] + sums[channel]);
        }
        return withBias(bias);
    }

    // A copy; zeros where there is none.
    private float[] bias() {
        float[] bias = new float[outputs];
        int position = biasPosition(operator);
        if (operator.hasInput(position)) {
            subgraph.tensor(operator.inputs().get(position)).buffer().asFloats().get(bias);
        }
        return bias;
    }

    private Optional<Operator> withWeights(Operator changed, TrainedValues trained, float... values) {
        if (!PerChannel.areFinite(values)) {
            return Optional.empty();
        }
        int constant = subgraph.add(weights.withBuffer(Buffer.ofFloats(values)).withTrained(trained));
        return Optional.of(changed.withInputs(changed.inputs().with(WEIGHTS, constant)));
    }

    private Optional<Operator> withBias(float... values) {
        if (!PerChannel.areFinite(values)) {
            return Optional.empty();
        }
        int position = biasPosition(operator);
        String name = operator.hasInput(position)
                ? subgraph.tensor(operator.inputs().get(position)).name()
                : weights.name() + "/bias";
        int bias = subgraph.add(
                Tensor.constant(name, TensorType.FLOAT32, Ints.of(values.length), Buffer.ofFloats(values)));
        int[] inputs = Arrays.copyOf(operator.inputs().toArray(), position + 1);
        inputs[position] = bias;
        return Optional.of(operator.withInputs(Ints.of(inputs)));
    }

    private boolean isDepthwise() {
        return operator.is(BuiltinOperator.DEPTHWISE_CONV_2D);
    }
}
