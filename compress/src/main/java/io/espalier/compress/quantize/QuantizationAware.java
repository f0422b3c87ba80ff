// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.quantize;

import io.espalier.compress.CompressionException;
import io.espalier.lite.quantize.training.RoundingPlan.RoundedWeight;
import io.espalier.model.Clusters;
import io.espalier.model.Model;
import io.espalier.model.Node;
import io.espalier.model.TrainedQuantization.ActivationKey;
import io.espalier.model.TrainedQuantization.WeightGrid;
import io.espalier.model.TrainedQuantization.WeightGrid.Scales;
import io.espalier.model.layer.BatchNormalization;
import io.espalier.model.layer.Input;
import io.espalier.train.parametrize.ParametrizedModel;
import io.espalier.train.technique.ActivationFakeQuant;
import io.espalier.train.technique.ActivationFakeQuant.RangeUpdate;
import io.espalier.train.technique.FakeQuant;
import io.espalier.train.technique.FoldedNormalization;
import io.espalier.train.technique.LayerWrapping;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Quantization-aware training: rounds weights and activations in training as the converted integer model will, like tfmot's {@code
 * quantize_model}.
 *
 * <pre>{@code
 * ParametrizedModel aware = QuantizationAware.int8().apply(model);
 * Model trained = trainer.fit(aware, mnist).model().strip();
 * Graph integers = Converter.of(trained).withRecipe(Recipe.named("int8")).convert();
 * }</pre>
 *
 * <p>Kernels are quantized symmetrically, per channel in convolutions and per tensor in dense layers. Activations are quantized where the converted
 * model quantizes them. Their ranges are moving averages over the batches; those of inputs cover all values. The trained model records the ranges, so
 * its conversion needs no calibration.
 *
 * <p>If a batch normalization directly follows a layer, the converter folds it into the weights. So training, too, rounds the weights multiplied by
 * the scale of the moving statistics. With one scale per channel this is the same as rounding unfolded weights, which is what tfmot does.
 *
 * <p>A clustered kernel whose channels share their values has one scale before folding, so that these values become as few integers.
 *
 * <p>What the conversion leaves in float, stays in float in training, too; {@link #notes} says what and why. So do long recurrences, unless {@link
 * #withLayers(String...)} names them: training would round each value of each step.
 *
 * <p>Immutable: each setting returns a new object.
 */
public final class QuantizationAware {
    private int weightBits = 8;
    private Map<String, Integer> layerBits = Map.of();
    private int activationBits = 8;
    private boolean perChannelDense;
    private boolean perChannelConvolutions = true;
    private boolean folded = true;
    private boolean fromFirstBatch;
    private Set<String> names = Set.of();
    private Predicate<Node> chosen = node -> true;

    private QuantizationAware() {}

    /** tfmot's default scheme: 8 bits, all layers. */
    public static QuantizationAware int8() {
        return new QuantizationAware();
    }

    private QuantizationAware with(Consumer<QuantizationAware> change) {
        QuantizationAware changed = new QuantizationAware();
        changed.weightBits = weightBits;
        changed.layerBits = layerBits;
        changed.activationBits = activationBits;
        changed.perChannelDense = perChannelDense;
        changed.perChannelConvolutions = perChannelConvolutions;
        changed.folded = folded;
        changed.fromFirstBatch = fromFirstBatch;
        changed.names = names;
        changed.chosen = chosen;
        change.accept(changed);
        return changed;
    }

    /**
     * Sets the number of bits of weights. With fewer than 8, weights are still stored as int8, but use fewer values, which compresses better.
     *
     * @param bits from 4 to 8
     * @throws CompressionException if it is out of range
     */
    public QuantizationAware withWeightBits(int bits) {
        requireBits("weights", bits);
        return with(aware -> aware.weightBits = bits);
    }

    /**
     * Sets the number of bits of the weights of these layers, by name; others have those of {@link #withWeightBits(int)}.
     *
     * @throws CompressionException if one is out of range
     */
    public QuantizationAware withWeightBits(Map<String, Integer> byLayer) {
        byLayer.values().forEach(bits -> requireBits("weights", bits));
        return with(aware -> aware.layerBits = Map.copyOf(byLayer));
    }

    /**
     * Sets the number of bits of activations. With fewer than 8, training is coarser than the converted model, which uses 8 bits in the same range.
     *
     * @param bits from 4 to 8
     * @throws CompressionException if it is out of range
     */
    public QuantizationAware withActivationBits(int bits) {
        requireBits("activations", bits);
        return with(aware -> aware.activationBits = bits);
    }

    private static void requireBits(String what, int bits) {
        if (bits < 4 || bits > 8) {
            throw new CompressionException(what + " must have 4 to 8 bits, not " + bits);
        }
    }

    /** Quantizes kernels of dense layers per channel, too: with one scale per unit. */
    public QuantizationAware withPerChannelDense() {
        return with(aware -> aware.perChannelDense = true);
    }

    /** Quantizes all kernels per tensor, those of convolutions too. */
    public QuantizationAware withPerTensorWeights() {
        return with(aware -> {
            aware.perChannelConvolutions = false;
            aware.perChannelDense = false;
        });
    }

    /**
     * Rounds weights before batch normalization is folded into them, as tfmot does. This differs only for kernels with one scale; the converter then
     * rounds them again.
     */
    public QuantizationAware withoutFolding() {
        return with(aware -> aware.folded = false);
    }

    /**
     * Starts the range of each activation at what the first batch has, not at -6 to 6 as tfmot does. Ranges move by a thousandth of the way at each
     * step, so this matters where training is short. A range that an earlier training recorded is still where it goes on.
     */
    public QuantizationAware withRangesFromFirstBatch() {
        return with(aware -> aware.fromFirstBatch = true);
    }

    /**
     * Quantizes only the layers with these names, each with the batch normalization and ReLU behind it that a converter fuses. The other layers stay
     * in float when the model is converted.
     */
    public QuantizationAware withLayers(String... layerNames) {
        return with(aware -> aware.names = Set.of(layerNames));
    }

    /** Quantizes only the layers that pass this test. */
    public QuantizationAware withLayers(Predicate<Node> wanted) {
        return with(aware -> aware.chosen = wanted);
    }

    /**
     * Adds fake quantization to the model. Train the result. A model that was trained this way before continues with the ranges that it recorded.
     *
     * @throws io.espalier.model.tensor.ModelException if the model has no layer of a given name
     * @throws CompressionException if there is no layer to quantize
     */
    public ParametrizedModel apply(Model model) {
        return apply(ParametrizedModel.of(model));
    }

    /**
     * Adds fake quantization to a parametrized model, after masks and clustering. So masked weights stay zero, and equal values stay equal if they share
     * a scale. Use {@code Preserved.in(model)} to preserve the zeros and clusters of a plain model.
     *
     * @throws io.espalier.model.tensor.ModelException if the model has no layer of a given name
     * @throws CompressionException if there is no layer to quantize, or the model is already quantized
     */
    public ParametrizedModel apply(ParametrizedModel model) {
        requireUnrounded(model);
        ChosenRoundings roundings = roundings(model.raw());
        // Only here: the constants need TensorFlow, and recipes are checked where there is none.
        RangeUpdate moving = fromFirstBatch ? RangeUpdate.MOVING_FROM_FIRST_BATCH : RangeUpdate.MOVING_AVERAGE;
        ParametrizedModel aware = model;
        for (Node node : model.raw().nodes()) {
            if (roundings.chosen().contains(node.name()) && !roundings.staysInFloat(node)) {
                aware = withWeights(aware, node, roundings);
            }
        }
        int inputs = 0;
        for (Map.Entry<ActivationKey, ActivationFakeQuant> activation :
                roundings.activations(activationBits, moving).entrySet()) {
            aware = aware.with(activation.getKey(), activation.getValue());
            if (model.raw().node(activation.getKey().layer()).layer() instanceof Input) {
                // tfmot has a layer for it behind the input, with a count of steps.
                String name = inputs == 0 ? "quantize_layer" : "quantize_layer_" + inputs;
                inputs++;
                aware = aware.wrapped(
                        activation.getKey().layer(), new LayerWrapping(name, "QuantizeLayer", 1, Integer.BYTES));
            }
        }
        return aware;
    }

    private static void requireUnrounded(ParametrizedModel model) {
        boolean hasRounded = model.parametrizedWeights().stream()
                .flatMap(key -> model.parametrizations(key).stream())
                .anyMatch(FakeQuant.class::isInstance);
        if (hasRounded || !model.activations().isEmpty()) {
            throw new CompressionException("model '" + model.raw().name()
                    + "' is already quantized; choose all layers at once, or strip the model first");
        }
    }

    private ParametrizedModel withWeights(ParametrizedModel model, Node node, ChosenRoundings roundings) {
        ParametrizedModel rounded = model;
        int counters = 1;
        for (RoundedWeight weight : node.isFurtherCall() ? List.<RoundedWeight>of() : roundings.weights(node)) {
            Scales scales = scales(model, weight);
            boolean perChannel = scales == Scales.EACH_CHANNEL;
            // A grouped convolution has an operator, and a part of the kernel, for each group.
            int columns = model.raw().weights().get(weight.key()).shape().channels();
            int parts = weight.valuesOfEach() == 1 ? Math.max(1, columns / weight.channels()) : 1;
            int channels = parts * weight.channels();
            FakeQuant fakeQuant = new FakeQuant(
                    new WeightGrid(layerBits.getOrDefault(node.name(), weightBits), scales),
                    channels,
                    weight.valuesOfEach(),
                    parts,
                    normalization(model.raw(), node, roundings));
            rounded = rounded.with(weight.key(), fakeQuant);
            counters += 2 * (perChannel ? channels : 1);
        }
        // tfmot's layer has a count of steps and keeps the ranges of weights.
        return rounded.wrapped(node.name(), new LayerWrapping("quant_*", "QuantizeWrapperV2", counters, Integer.BYTES));
    }

    /** One scale for values that all channels share, so that they become as few integers. */
    private Scales scales(ParametrizedModel model, RoundedWeight weight) {
        Clusters shared = model.clusters().get(weight.key());
        if (shared != null && !shared.perChannel()) {
            return Scales.ONE_BEFORE_FOLDING;
        }
        boolean perChannel = switch (weight.kind()) {
            case KERNEL -> perChannelConvolutions;
            case MATRIX -> perChannelDense;
            case TABLE -> false;
        };
        return perChannel ? Scales.EACH_CHANNEL : Scales.ONE;
    }

    private Optional<FoldedNormalization> normalization(Model model, Node node, ChosenRoundings roundings) {
        // What is called twice is folded twice, with other factors perhaps, and has its weights once.
        boolean isShared = model.nodes().stream()
                .anyMatch(other -> other.isFurtherCall() && other.weightsOf().equals(node.name()));
        return roundings
                .normalizationOf(node)
                .filter(next -> folded && !isShared)
                .flatMap(next -> next.layer() instanceof BatchNormalization layer
                        ? Optional.of(new FoldedNormalization(next.weightsOf(), layer))
                        : Optional.empty());
    }

    /**
     * What stays in float of the chosen layers, in training as in the converted model, and why: one line for each layer and reason.
     *
     * @throws io.espalier.model.tensor.ModelException as {@link #apply(Model)}
     * @throws CompressionException as {@link #apply(Model)}
     */
    public List<String> notes(Model model) {
        return roundings(model).notes();
    }

    private ChosenRoundings roundings(Model model) {
        names.forEach(model::node);
        ChosenRoundings roundings = ChosenRoundings.of(model, names, chosen);
        for (String name : names) {
            Node node = model.node(name);
            if (roundings.staysInFloat(node)) {
                throw new CompressionException(String.join("; ", roundings.notes(node)));
            }
        }
        if (roundings.areNone()) {
            throw new CompressionException("no chosen layer of model '" + model.name() + "' can be quantized; it has "
                    + model.nodes().stream().map(Node::name).collect(Collectors.joining(", ")));
        }
        return roundings;
    }
}
