// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize.improve;

import io.espalier.lite.Graph;
import io.espalier.lite.Operator;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.calibrate.RepresentativeData;
import io.espalier.lite.quantize.integer.QuantizationPlan;
import io.espalier.lite.quantize.integer.TensorEncoding;
import io.espalier.lite.schema.TensorType;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/**
 * Takes from the bias of each output channel what the channel's integers are off on average: rounding may push all of an output's errors
 * to one side, where inputs do not have a mean of zero, as they seldom have after RELU.
 *
 * <pre>
 *   b' = b + W * E[x] - Wq * E[xq]
 * </pre>
 *
 * <p>x is the mean input of the layer in the float graph over the data, W its weights; xq and Wq are what the integers of the plan
 * stand for, so clipped and rounded inputs count as well as rounded weights. One run over the data. For convolutions, depthwise
 * convolutions and fully connected operators that have a bias.
 *
 * @see <a href="https://arxiv.org/abs/1906.04721">Nagel, van Baalen, Blankevoort, Welling, Data-Free Quantization Through Weight
 *     Equalization and Bias Correction (2019), section 4.2, with E[x] from data as in its appendix D</a>
 */
public final class BiasCorrection implements WeightAdjustment {
    private static final int INT8_LOWEST = -128;
    private static final int INT8_HIGHEST = 127;
    private static final int INT16_HIGHEST = 32767;

    private final Graph original;
    private final CalibrationMemory memory;

    /** @param original the float graph that the corrected one is to agree with, before other adjustments of weights */
    public BiasCorrection(Graph original) {
        this(original, CalibrationMemory.none());
    }

    /**
     * The same.
     *
     * @param memory of corrected biases
     */
    public BiasCorrection(Graph original, CalibrationMemory memory) {
        this.original = original;
        this.memory = memory;
    }

    /** All that a corrected bias follows from. */
    private record Cause(int graph, int operator, TensorEncoding input, TensorEncoding weights, Tensor adjusted) {}

    /** The means of a layer's inputs. */
    private record Means(PlannedLayer layer, MeanInput exact, MeanInput rounded) {
        Means(PlannedLayer layer) {
            this(layer, new MeanInput(DoubleUnaryOperator.identity()), new MeanInput(rounding(layer.inputForm())));
        }
    }

    @Override
    public Graph adjust(Graph graph, QuantizationPlan plan, RepresentativeData data) {
        int number = memory.number(original);
        Subgraph main = graph.main();
        List<Tensor> tensors = new ArrayList<>(main.tensors());
        List<Operator> operators = new ArrayList<>(main.operators());
        Map<Integer, List<Means>> byInput = new LinkedHashMap<>();
        for (PlannedLayer layer : PlannedLayer.of(original.main(), plan)) {
            if (!layer.operator().hasInput(WeightedLayer.BIAS)) {
                continue;
            }
            Optional<float[]> known = memory.known(cause(number, layer, main));
            if (known.isPresent()) {
                Biases.replace(main, layer.layer().operator(), known.get(), tensors, operators);
            } else {
                byInput.computeIfAbsent(layer.input(), unused -> new ArrayList<>())
                        .add(new Means(layer));
            }
        }
        if (!byInput.isEmpty()) {
            data.observe(
                    original,
                    byInput.keySet(),
                    (tensor, shape, values) -> byInput.getOrDefault(tensor, List.of())
                            .forEach(means -> {
                                means.exact().see(shape, values);
                                means.rounded().see(shape, values);
                            }));
        }
        byInput.values()
                .forEach(all -> all.forEach(means -> {
                    float[] bias = corrected(means, main);
                    memory.keep(cause(number, means.layer(), main), bias);
                    Biases.replace(main, means.layer().layer().operator(), bias, tensors, operators);
                }));
        return graph.withMain(main.with(tensors, main.inputs(), main.outputs(), operators));
    }

    private static Cause cause(int graph, PlannedLayer layer, Subgraph adjusted) {
        int operator = layer.layer().operator();
        int weights = adjusted.operators().get(operator).inputs().get(WeightedLayer.WEIGHTS);
        return new Cause(graph, operator, layer.inputForm(), layer.weightForm(), adjusted.tensor(weights));
    }

    private static float[] corrected(Means means, Subgraph adjusted) {
        WeightedLayer layer = means.layer().layer();
        Operator operator = adjusted.operators().get(layer.operator());
        Tensor weighed = adjusted.tensor(operator.inputs().get(WeightedLayer.WEIGHTS));
        TensorEncoding form = means.layer().formOf(weighed);
        Tensor integers = form.encode(weighed);
        Patches patches = means.layer().patches();
        double[][] exact = means.exact().patches(patches);
        double[][] rounded = means.rounded().patches(patches);
        FloatBuffer weights = layer.values();
        float[] bias = new float[layer.outputs()];
        adjusted.tensor(operator.inputs().get(WeightedLayer.BIAS))
                .buffer()
                .asFloats()
                .get(bias);
        for (int output = 0; output < bias.length; output++) {
            int group = patches.group(output);
            int scales = form.quantization().scales().size();
            float scale = form.quantization().scales().get(scales == 1 ? 0 : output);
            double shift = 0;
            for (int column = 0; column < patches.columns(); column++) {
                int place = patches.place(output, column);
                shift += weights.get(place) * exact[group][column]
                        - integer(integers, place) * (double) scale * rounded[group][column];
            }
            // not a number where the data held none
            bias[output] += Double.isFinite(shift) ? (float) shift : 0;
        }
        return bias;
    }

    private static int integer(Tensor integers, int place) {
        if (integers.type() != TensorType.INT4) {
            return integers.buffer().get(place);
        }
        int two = integers.buffer().get(place / 2);
        return place % 2 == 0 ? (byte) (two << 4) >> 4 : two >> 4;
    }

    private static DoubleUnaryOperator rounding(TensorEncoding form) {
        if (!form.isInteger()) {
            return DoubleUnaryOperator.identity();
        }
        boolean isInt8 = form.type() == TensorType.INT8;
        int lowest = isInt8 ? INT8_LOWEST : -INT16_HIGHEST;
        int highest = isInt8 ? INT8_HIGHEST : INT16_HIGHEST;
        double scale = form.quantization().scales().get(0);
        long zeroPoint = form.quantization().zeroPoints().get(0);
        return value -> {
            long integer = Math.round(value / scale) + zeroPoint;
            return (Math.max(lowest, Math.min(highest, integer)) - zeroPoint) * scale;
        };
    }
}
