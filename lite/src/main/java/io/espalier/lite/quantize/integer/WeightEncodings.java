// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize.integer;

import io.espalier.lite.Floats;
import io.espalier.lite.Longs;
import io.espalier.lite.Operator;
import io.espalier.lite.Quantization;
import io.espalier.lite.Quantization.Granularity;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.operator.ActivationType;
import io.espalier.lite.operator.Operand;
import io.espalier.lite.operator.OperatorSpec;
import io.espalier.lite.operator.OperatorTable;
import io.espalier.lite.quantize.constant.ClippedScales;
import io.espalier.lite.quantize.constant.SymmetricWeights;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import io.espalier.model.TrainedQuantization.WeightGrid;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The forms of weights, symmetric int8 or int4, and of the bias that is added to their products. */
final class WeightEncodings {
    private static final int LARGEST = WeightGrid.largest(Byte.SIZE);

    private static final int INT4_BITS = 4;

    /** Sums of products are added to a bias in int32; half of it is left for them. */
    private static final double LARGEST_BIAS = 0x3FFF_FFFF;

    private final IntegerOptions options;
    private final Set<Operator> inInt4;

    /** The same constants are asked about several times, and each answer goes through all their values. */
    private final IdentityHashMap<Tensor, UnitScales> weighed = new IdentityHashMap<>();

    /** By the axis of the scales, too: operators that share weights may have them along different ones. */
    private final IdentityHashMap<Tensor, Map<Integer, float[]>> clipped = new IdentityHashMap<>();

    WeightEncodings(Subgraph subgraph, IntegerOptions options) {
        this.options = options;
        this.inInt4 =
                options.int4Weights().stream().map(subgraph.operators()::get).collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Decides for all weights of an operator and their biases.
     *
     * @param forms of the operator's inputs by position; those of activations are decided before
     */
    void decide(Subgraph subgraph, Operator operator, List<Optional<TensorEncoding>> forms) {
        OperatorSpec row = OperatorTable.of(operator);
        for (int position : row.weights()) {
            if (operator.hasInput(position) && row.inputs().get(position) instanceof Operand.Weight role) {
                decide(subgraph, operator, position, role, forms);
            }
        }
    }

    private void decide(
            Subgraph subgraph,
            Operator operator,
            int position,
            Operand.Weight role,
            List<Optional<TensorEncoding>> forms) {
        int biasPosition = -1;
        int multiplied = 0;
        List<Operand> roles = OperatorTable.of(operator).inputs();
        for (int other = 0; other < roles.size(); other++) {
            if (roles.get(other) instanceof Operand.Bias bias && bias.weight() == position) {
                biasPosition = operator.hasInput(other) ? other : -1;
                multiplied = bias.input();
            }
        }
        float inputScale = forms.get(multiplied)
                .map(form -> form.quantization().scales().get(0))
                .orElse(1f);
        Optional<Tensor> bias = biasPosition < 0
                ? Optional.empty()
                : Optional.of(subgraph.tensor(operator.inputs().get(biasPosition)));
        Tensor tensor = subgraph.tensor(operator.inputs().get(position));
        TensorEncoding form = ofWeights(operator, role, tensor, bias, inputScale);
        forms.set(position, Optional.of(form));
        if (biasPosition >= 0) {
            forms.set(biasPosition, Optional.of(ofBias(form, inputScale)));
        }
    }

    private float[] clipped(Tensor weights, int axis) {
        return clipped.computeIfAbsent(weights, constant -> new HashMap<>())
                .computeIfAbsent(axis, each -> ClippedScales.magnitudes(weights, each));
    }

    /**
     * @param bias that goes with the weights; where it would be too large for its integers, the weights get a larger scale
     * @param inputScale of what the weights are multiplied by
     */
    TensorEncoding ofWeights(
            Operator operator, Operand.Weight role, Tensor weights, Optional<Tensor> bias, float inputScale) {
        BuiltinOperator builtin = operator.code().builtin();
        Optional<WeightGrid> trained = weights.trained().grid();
        List<Double> given = weights.trained().scales();
        boolean perChannel = trained.map(grid -> grid.perChannel() || given.size() > 1)
                .orElseGet(() -> unitScales(operator, role, weights)
                        .map(UnitScales::pay)
                        .orElseGet(() -> options.weights().isPerChannel(builtin)));
        // What training rounded to eight bits stays so.
        boolean isInt4 = trained.map(WeightGrid::bits).orElse(INT4_BITS) == INT4_BITS && inInt4.contains(operator);
        int largest = isInt4
                ? ClippedScales.LARGEST_INT4
                : trained.map(grid -> grid.largest()).orElse(LARGEST);
        int axis = perChannel && role.channelAxis().isPresent()
                ? role.channelAxis().getAsInt()
                : -1;
        float[] magnitudes = !given.isEmpty()
                ? new float[given.size()]
                : isInt4 ? clipped(weights, axis) : SymmetricWeights.magnitudes(weights, axis);
        float[] scales = new float[magnitudes.length];
        for (int channel = 0; channel < scales.length; channel++) {
            double scale = given.isEmpty() ? (double) magnitudes[channel] / largest : given.get(channel);
            scales[channel] = (float) Math.max(scale, SymmetricWeights.LEAST_MAGNITUDE / largest);
        }
        if (options.activations() == ActivationType.INT8) {
            bias.ifPresent(values -> makeRoomFor(values, scales, inputScale));
        }
        Quantization quantization = new Quantization(
                Floats.EMPTY, Floats.EMPTY, Floats.of(scales), Longs.filled(scales.length, 0), Math.max(axis, 0), null);
        return new TensorEncoding(isInt4 ? TensorType.INT4 : TensorType.INT8, quantization);
    }

    /** What is to be weighed where that is left to the quantizer. */
    private Optional<UnitScales> unitScales(Operator operator, Operand.Weight role, Tensor weights) {
        return options.weights() == Granularity.AUTOMATIC
                        && operator.is(BuiltinOperator.FULLY_CONNECTED)
                        && !inInt4.contains(operator)
                        && role.channelAxis().isPresent()
                ? Optional.of(weighed.computeIfAbsent(
                        weights, key -> UnitScales.of(key, role.channelAxis().getAsInt(), options.activations())))
                : Optional.empty();
    }

    /** Why the weights of an operator have one scale, though they could have one for each unit; empty otherwise. */
    String reason(Subgraph subgraph, Operator operator) {
        OperatorSpec row = OperatorTable.of(operator);
        return row.weights().stream()
                .filter(operator::hasInput)
                .filter(position -> row.inputs().get(position) instanceof Operand.Weight)
                .flatMap(position -> {
                    Tensor weights = subgraph.tensor(operator.inputs().get(position));
                    Operand.Weight role = (Operand.Weight) row.inputs().get(position);
                    return weights.trained().grid().isPresent()
                            ? Stream.empty()
                            : unitScales(operator, role, weights).stream();
                })
                .filter(scales -> !scales.pay())
                .map(UnitScales::reason)
                .findFirst()
                .orElse("");
    }

    /** A bias's scale is the product of those of input and weights, and its zero point 0. */
    TensorEncoding ofBias(TensorEncoding weights, float inputScale) {
        float[] scales = weights.quantization().scales().toArray();
        for (int channel = 0; channel < scales.length; channel++) {
            scales[channel] *= inputScale;
        }
        return new TensorEncoding(
                options.activations() == ActivationType.INT16 ? TensorType.INT64 : TensorType.INT32,
                Quantization.perChannel(Floats.of(scales), 0));
    }

    private static void makeRoomFor(Tensor bias, float[] scales, float inputScale) {
        FloatBuffer values = bias.buffer().asFloats();
        for (int place = 0; place < values.limit(); place++) {
            int channel = scales.length == 1 ? 0 : place % scales.length;
            float needed = (float) (Math.abs(values.get(place)) / LARGEST_BIAS / inputScale);
            scales[channel] = Math.max(scales[channel], needed);
        }
    }
}
