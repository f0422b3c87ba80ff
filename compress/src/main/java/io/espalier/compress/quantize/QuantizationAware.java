// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.quantize;

import io.espalier.compress.CompressionException;
import io.espalier.model.Model;
import io.espalier.model.Node;
import io.espalier.model.TrainedQuantization.ActivationKey;
import io.espalier.model.TrainedQuantization.WeightGrid;
import io.espalier.model.layer.BatchNormalization;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.Input;
import io.espalier.train.parametrize.ParametrizedModel;
import io.espalier.train.technique.ActivationFakeQuant;
import io.espalier.train.technique.FakeQuant;
import io.espalier.train.technique.FoldedNormalization;
import io.espalier.train.technique.LayerWrapping;
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
 * <p>Layers made of several operations, such as LSTM, stay in float, here and in the converted model.
 *
 * <p>Immutable: each setting returns a new object.
 */
public final class QuantizationAware {
    private int weightBits = 8;
    private int activationBits = 8;
    private boolean perChannelDense;
    private boolean perChannelConvolutions = true;
    private boolean folded = true;
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
        changed.activationBits = activationBits;
        changed.perChannelDense = perChannelDense;
        changed.perChannelConvolutions = perChannelConvolutions;
        changed.folded = folded;
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
        FakeQuantActivations activations = FakeQuantActivations.around(model.raw(), layers(model.raw()));
        ParametrizedModel aware = model;
        for (Node node : model.raw().nodes()) {
            if (activations.chosen().contains(node.name())) {
                aware = withWeight(aware, node, activations);
            }
        }
        int inputs = 0;
        for (Map.Entry<ActivationKey, ActivationFakeQuant> activation :
                activations.all(activationBits).entrySet()) {
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

    private ParametrizedModel withWeight(ParametrizedModel model, Node node, FakeQuantActivations activations) {
        // tfmot's layer has a count of steps and keeps the ranges of weights.
        LayerWrapping wrapping = new LayerWrapping("quant_*", "QuantizeWrapperV2", 1, Integer.BYTES);
        Optional<FakeQuantWeight> weight = FakeQuantWeight.of(node, model.raw().outputShape(node));
        if (weight.isEmpty() || node.isFurtherCall()) {
            return model.wrapped(node.name(), wrapping);
        }
        boolean perChannel = node.layer() instanceof Dense ? perChannelDense : perChannelConvolutions;
        int channels = weight.get().channels();
        FakeQuant fakeQuant = new FakeQuant(
                new WeightGrid(weightBits, perChannel), channels, normalization(model.raw(), node, activations));
        int counters = wrapping.counters() + 2 * (perChannel ? channels : 1);
        return model.with(weight.get().key(), fakeQuant)
                .wrapped(
                        node.name(),
                        new LayerWrapping(wrapping.name(), wrapping.kind(), counters, wrapping.bytesEach()));
    }

    private Optional<FoldedNormalization> normalization(Model model, Node node, FakeQuantActivations activations) {
        // What is called twice is folded twice, with other factors perhaps, and has its weights once.
        boolean isShared = model.nodes().stream()
                .anyMatch(other -> other.isFurtherCall() && other.weightsOf().equals(node.name()));
        return activations
                .normalizationOf(node)
                .filter(next -> folded && !isShared)
                .flatMap(next -> next.layer() instanceof BatchNormalization layer
                        ? Optional.of(new FoldedNormalization(next.weightsOf(), layer))
                        : Optional.empty());
    }

    private Set<String> layers(Model model) {
        names.forEach(model::node);
        Set<String> layers = model.nodes().stream()
                .filter(node -> !(node.layer() instanceof Input))
                .filter(node -> names.isEmpty() || names.contains(node.name()))
                .filter(chosen)
                .filter(node -> node.layer().accept(new FakeQuantPlacement()) != FakeQuantPlace.FLOAT)
                .map(Node::name)
                .collect(Collectors.toSet());
        if (layers.isEmpty()) {
            throw new CompressionException("no chosen layer of model '" + model.name() + "' can be quantized; it has "
                    + model.nodes().stream().map(Node::name).collect(Collectors.joining(", ")));
        }
        return layers;
    }
}
