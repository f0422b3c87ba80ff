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
 * Lets a model learn with the roundings of the integers that it will be converted to, as tfmot's {@code quantize_model} does.
 *
 * <pre>{@code
 * ParametrizedModel aware = QuantizationAware.int8().apply(model);
 * Model trained = trainer.fit(aware, mnist).model().strip();
 * Graph integers = Converter.of(trained).withRecipe(Recipe.named("int8")).convert();
 * }</pre>
 *
 * <p>Kernels are rounded symmetrically: those of convolutions with a scale for each output channel, those of dense layers with one.
 * Activations are rounded where the converted model rounds them, to ranges that follow the batches; inputs to the range of all values.
 * The model that comes out tells these ranges, so its conversion needs no calibration.
 *
 * <p>Where a batch normalization follows a layer directly, the converter folds it into the weights, and here they are rounded as they will
 * be then: multiplied by the scale of the moving statistics, in training too. With a scale for each channel that is the same as rounding
 * them unfolded, which is what tfmot does.
 *
 * <p>Layers that are made of several operations, such as an LSTM, are not rounded, nor what flows into them from layers that are not; they are
 * in floats in the converted model too.
 *
 * <p>Immutable: each setting makes another.
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

    /** tfmot's default scheme: all layers, in 8 bits. */
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

    /** From 4 to 8. Fewer than 8 are still stored in int8, but take fewer values, which compresses better. */
    public QuantizationAware weightBits(int bits) {
        requireBits("weights", bits);
        return with(aware -> aware.weightBits = bits);
    }

    /** From 4 to 8. With fewer than 8 training is rougher than the converted model, which takes 8 in the same range. */
    public QuantizationAware activationBits(int bits) {
        requireBits("activations", bits);
        return with(aware -> aware.activationBits = bits);
    }

    private static void requireBits(String what, int bits) {
        if (bits < 4 || bits > 8) {
            throw new CompressionException(what + " must have 4 to 8 bits, not " + bits);
        }
    }

    /** Gives each unit of a dense layer a scale of its own; its kernel has one otherwise. */
    public QuantizationAware perChannelDense() {
        return with(aware -> aware.perChannelDense = true);
    }

    /** One scale for all weights of a layer, of convolutions too. */
    public QuantizationAware perTensor() {
        return with(aware -> {
            aware.perChannelConvolutions = false;
            aware.perChannelDense = false;
        });
    }

    /**
     * Rounds weights as they are before batch normalization is folded into them, as tfmot does. It makes a difference only where they share
     * one scale; the converter then rounds them anew.
     */
    public QuantizationAware unfolded() {
        return with(aware -> aware.folded = false);
    }

    /**
     * Quantizes only the layers of these names, with the batch normalization and the rectification behind each that a converter joins to it.
     * The others stay in float when the model is converted.
     */
    public QuantizationAware layers(String... layerNames) {
        return with(aware -> aware.names = Set.of(layerNames));
    }

    /** Quantizes only layers that this holds for. */
    public QuantizationAware layers(Predicate<Node> wanted) {
        return with(aware -> aware.chosen = wanted);
    }

    /**
     * The model with its weights and activations rounded, to be trained. One that was trained so before goes on from the ranges that it tells.
     *
     * @throws io.espalier.model.tensor.ModelException if a layer is named that the model does not have
     * @throws CompressionException if no layer is chosen
     */
    public ParametrizedModel apply(Model model) {
        return apply(ParametrizedModel.of(model));
    }

    /**
     * The same for a model on whose weights something lies: what it leaves of them is rounded, so zeros of a mask stay zeros, and equal
     * values stay equal where they share a scale. {@code Preserved.in(model)} keeps what a model brings along.
     *
     * @throws io.espalier.model.tensor.ModelException if a layer is named that the model does not have
     * @throws CompressionException if no layer is chosen, or the model is quantized already
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
