// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize.improve;

import io.espalier.lite.Buffer;
import io.espalier.lite.Graph;
import io.espalier.lite.Operator;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.quantize.improve.LayerPairs.Pair;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Gives the channels between two layers scales that make their weights alike in range, so that one scale for all of them, and one for
 * all activations, serves each. Needs no data, and changes the outputs of the float graph by rounding only.
 *
 * <pre>
 *   y = W2 * relu(W1 * x + b1) + b2
 *
 *   is transformed into, with a diagonal S of positive scales:
 *
 *   y = (W2 * S) * relu((W1 / S) * x + b1 / S) + b2
 * </pre>
 *
 * <p>A channel whose weights are at most r1 in the first layer and r2 in the second gets the scale sqrt(r1 / r2): both are then at most
 * sqrt(r1 * r2). A factor that all channels have in common does nothing for them, and is taken out, so that activations keep their
 * magnitude. Pairs overlap in a chain of layers, so all are scaled in turn until nothing moves. Layers are a pair if the first has
 * no activation or RELU, nobody else uses what is between them, and what is there does the same at every scale: RELU, LEAKY_RELU,
 * PRELU, pooling, padding with zeros, the mean over positions, resizing. RELU6 clamps at a value of its own, and stops a scale.
 *
 * <p>Where the paper takes away from the first layer, with statistics, what a scale has made too large of a bias, here the scale stops:
 * a channel with almost no weights may carry a bias, which no scale lifts far above the largest bias of its layer.
 *
 * @see <a href="https://arxiv.org/abs/1906.04721">Nagel, van Baalen, Blankevoort, Welling, Data-Free Quantization Through Weight
 *     Equalization and Bias Correction (2019), section 4.1</a>
 */
public final class CrossLayerEqualization {
    private static final int MOST_ROUNDS = 100;

    /** Scales of a round that are all so near to 1 are the last. */
    private static final double CONVERGED = 1e-3;

    /** How many times as large as the largest bias of its layer a scale may make a bias. */
    private static final double BIAS_GROWTH = 4;

    private final List<Pair> pairs;

    /** By the index of the layer's operator. */
    private final Map<Integer, ChannelScales> layers = new TreeMap<>();

    private CrossLayerEqualization(Subgraph subgraph) {
        this.pairs = LayerPairs.of(subgraph);
        for (Pair pair : pairs) {
            for (WeightedLayer layer : List.of(pair.first(), pair.second())) {
                layers.computeIfAbsent(
                        layer.operator(),
                        operator -> new ChannelScales(
                                layer, bias(subgraph, subgraph.operators().get(operator))));
            }
        }
    }

    private static float[] bias(Subgraph subgraph, Operator operator) {
        if (!operator.hasInput(WeightedLayer.BIAS)) {
            return new float[0];
        }
        Tensor tensor = subgraph.tensor(operator.inputs().get(WeightedLayer.BIAS));
        float[] bias = new float[Math.toIntExact(tensor.elements())];
        tensor.buffer().asFloats().get(bias);
        return bias;
    }

    /**
     * The graph with the channels of its main subgraph equalized, or the same where there are no two layers to equalize. Best after all
     * rewrites, so that batch normalization is in the weights.
     */
    public static Graph apply(Graph graph) {
        CrossLayerEqualization equalization = new CrossLayerEqualization(graph.main());
        if (equalization.pairs.isEmpty()) {
            return graph;
        }
        equalization.converge();
        return graph.withMain(equalization.scaled(graph.main()));
    }

    private void converge() {
        double farthest = Double.POSITIVE_INFINITY;
        for (int round = 0; round < MOST_ROUNDS && farthest > CONVERGED; round++) {
            farthest = 0;
            for (Pair pair : pairs) {
                farthest = Math.max(farthest, equalize(pair));
            }
        }
    }

    /** How far from 1 the scales were, in logarithms. */
    private double equalize(Pair pair) {
        ChannelScales first = layer(pair.first());
        ChannelScales second = layer(pair.second());
        double[] before = first.divisors();
        double[] after = balanced(before, first.outputMagnitudes(), second.inputMagnitudes());
        limit(after, first.bias());
        double farthest = 0;
        for (int channel = 0; channel < after.length; channel++) {
            double scale = after[channel] / before[channel];
            first.divideOutput(channel, scale);
            second.multiplyInput(channel, scale);
            farthest = Math.max(farthest, Math.abs(Math.log(scale)));
        }
        return farthest;
    }

    private ChannelScales layer(WeightedLayer layer) {
        ChannelScales scales = layers.get(layer.operator());
        if (scales == null) {
            throw new IllegalStateException("operator " + layer.operator() + " is in a pair but not among the layers");
        }
        return scales;
    }

    // A channel that is dead on one side, or holds what is no number, stays as it is.
    private static double[] balanced(double[] divisors, double[] first, double[] second) {
        double[] balanced = divisors.clone();
        double logarithms = 0;
        double weights = 0;
        for (int channel = 0; channel < balanced.length; channel++) {
            if (isAlive(first[channel], second[channel])) {
                balanced[channel] *= Math.sqrt(first[channel] / second[channel]);
                double range = Math.sqrt(first[channel] * second[channel]);
                logarithms += range * Math.log(balanced[channel]);
                weights += range;
            }
        }
        double common = Math.exp(logarithms / weights);
        for (int channel = 0; channel < balanced.length; channel++) {
            if (isAlive(first[channel], second[channel])) {
                balanced[channel] /= common;
            }
        }
        return balanced;
    }

    private static boolean isAlive(double first, double second) {
        return first * second > 0 && Double.isFinite(first / second);
    }

    // Against the bias as it was at first, so that no round can go beyond what the ones before were held at.
    private static void limit(double[] divisors, float... bias) {
        float largest = 0;
        for (float value : bias) {
            largest = Math.max(largest, Math.abs(value));
        }
        for (int channel = 0; channel < bias.length; channel++) {
            double least = Math.abs(bias[channel]) / largest / BIAS_GROWTH;
            // not a number where all are zero, and then there is nothing to limit
            if (divisors[channel] < least) {
                divisors[channel] = least;
            }
        }
    }

    private Subgraph scaled(Subgraph subgraph) {
        List<Tensor> tensors = new ArrayList<>(subgraph.tensors());
        List<Operator> operators = new ArrayList<>(subgraph.operators());
        layers.forEach((index, scales) -> {
            Operator operator = operators.get(index);
            int weights = operator.inputs().get(WeightedLayer.WEIGHTS);
            tensors.set(weights, tensors.get(weights).withBuffer(Buffer.ofFloats(scales.scaledWeights())));
            if (operator.hasInput(WeightedLayer.BIAS)) {
                Biases.replace(subgraph, index, scales.scaledBias(), tensors, operators);
            }
        });
        return subgraph.with(tensors, subgraph.inputs(), subgraph.outputs(), operators);
    }
}
