// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.recipe;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.JsonNode;
import io.espalier.base.RecipeException;
import io.espalier.compress.preserve.Preserved;
import io.espalier.compress.quantize.QuantizationAware;
import io.espalier.lite.Quantization.Granularity;
import io.espalier.model.Model;
import io.espalier.train.parametrize.ParametrizedModel;
import io.espalier.train.technique.ActivationFakeQuant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Trains with the roundings of the integers that the model will be converted to.
 *
 * @param weightBits from 4 to 8; of all layers, or of each
 * @param activationBits from 4 to 8
 * @param granularity how many scales weights have
 * @param startRanges where the ranges of activations start; null for tfmot's, from -6 to 6
 * @param layers the names of the layers that are quantized; all where it is empty
 */
@JsonPropertyOrder({"quantize_aware", "activation_bits", "granularity", "start_ranges", "layers", "train"})
record QuantizeAwareStep(
        @JsonProperty("quantize_aware") LayerValues<Integer> weightBits,
        int activationBits,
        Granularity granularity,
        @Nullable StartRanges startRanges,
        List<String> layers,
        Training train)
        implements TrainingStep {
    private static final float USUAL_RATE = 0.0005f;
    private static final int USUAL_BITS = 8;

    /** Where the ranges of activations start. */
    enum StartRanges {
        /** From -6 to 6, as in tfmot. */
        FIXED,
        /** At what the first batch has. */
        FIRST_BATCH
    }

    public QuantizeAwareStep {
        layers = List.copyOf(layers);
        if (granularity == Granularity.AUTOMATIC) {
            throw RecipeException.at(
                    "granularity",
                    "'granularity' of quantize_aware must be per_tensor_dense, per_channel or per_tensor: 'automatic' weighs"
                            + " trained weights, which are yet to come");
        }
        weightBits
                .values()
                .forEach(bits -> KeyCheck.of(
                        "quantize_aware", () -> QuantizationAware.int8().withWeightBits(bits)));
        weightBits.checkLayers("quantize_aware", layers);
        if (train.epochs() == 0) {
            throw RecipeException.at(
                    "epochs",
                    "'epochs' of quantize_aware must be 1 or more: the ranges of activations are observed in training; to"
                            + " quantize without training, use 'quantize: int8'");
        }
        KeyCheck.of("activation_bits", () -> QuantizationAware.int8().withActivationBits(activationBits));
    }

    private static final double MOSTLY = 0.75;

    @JsonCreator
    static QuantizeAwareStep read(
            @JsonProperty("quantize_aware") JsonNode weightBits,
            @JsonProperty("activation_bits") @Nullable Integer activationBits,
            @JsonProperty("granularity") @Nullable Granularity granularity,
            @JsonProperty("start_ranges") @Nullable StartRanges startRanges,
            @JsonProperty("layers") @Nullable List<String> layers,
            @JsonProperty("train") Training.@Nullable Said train) {
        return new QuantizeAwareStep(
                LayerValues.wholeNumbers("quantize_aware", weightBits),
                activationBits == null ? USUAL_BITS : activationBits,
                granularity == null ? Granularity.PER_TENSOR_DENSE : granularity,
                startRanges,
                LayerNames.of(layers),
                Training.Said.or(train, USUAL_RATE));
    }

    @Override
    public StepKind kind() {
        return StepKind.QUANTIZE_AWARE;
    }

    @Override
    public List<String> names() {
        return weightBits.names(layers);
    }

    @Override
    public List<String> notes(Model model, StepContext context) {
        List<String> notes = new ArrayList<>(quantization(model).notes(model));
        Set<String> named = LayerNames.in(model, names());
        List<String> left = LayerNames.withKernels(model).stream()
                .filter(name -> !named.isEmpty() && !named.contains(name))
                .toList();
        if (!left.isEmpty()) {
            notes.add("stays in float, as the step does not name it: " + String.join(", ", left));
        }
        if (startRanges != StartRanges.FIRST_BATCH) {
            unmovedRanges(context).ifPresent(notes::add);
        }
        return notes;
    }

    /** Says so if so few steps leave ranges mostly where they start. */
    private static Optional<String> unmovedRanges(StepContext context) {
        double left = ActivationFakeQuant.unmoved(context.steps());
        return left < MOSTLY
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.US,
                        "trains %,d %s only: ranges of activations start at -6 to 6 and move a thousandth of the way to the data at"
                                + " each step, so they are still %.0f%% of that; the .tflite file may lose accuracy. Set 'start_ranges:"
                                + " first_batch', train longer, or quantize with calibration instead",
                        context.steps(),
                        context.steps() == 1 ? "step" : "steps",
                        100 * left));
    }

    @Override
    public ParametrizedModel apply(Model model, StepContext context) {
        return quantization(model).apply(Preserved.in(model));
    }

    private QuantizationAware quantization(Model model) {
        QuantizationAware aware = QuantizationAware.int8().withActivationBits(activationBits);
        aware = switch (granularity) {
            case AUTOMATIC, PER_CHANNEL -> aware.withPerChannelDense();
            case PER_TENSOR_DENSE -> aware;
            case PER_TENSOR -> aware.withPerTensorWeights();
        };
        if (startRanges == StartRanges.FIRST_BATCH) {
            aware = aware.withRangesFromFirstBatch();
        }
        Integer all = weightBits.all();
        aware = all == null ? aware.withWeightBits(weightBits.byLayer(model)) : aware.withWeightBits(all);
        List<String> names = names();
        return names.isEmpty()
                ? aware
                : aware.withLayers(LayerNames.in(model, names).toArray(String[]::new));
    }
}
