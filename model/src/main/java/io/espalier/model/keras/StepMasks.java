// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras;

import com.fasterxml.jackson.databind.JsonNode;
import io.espalier.model.ModelFormatException;
import io.espalier.model.keras.config.LayerConfig;
import io.espalier.model.keras.config.LayerJson;
import io.espalier.model.layer.Embedding;
import io.espalier.model.layer.Layer;
import io.espalier.model.layer.pooling.GlobalAveragePooling1D;
import io.espalier.model.layer.recurrent.Bidirectional;
import io.espalier.model.layer.recurrent.RecurrentLayer;
import io.espalier.model.layer.sequence.BidirectionalCall;
import io.espalier.model.layer.sequence.MaskedAverage;
import io.espalier.model.layer.sequence.Masking;
import io.espalier.model.layer.sequence.RecurrentCall;
import io.espalier.model.layer.sequence.StepMask;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The masks that Keras passes along with the outputs of layers: a Masking, or an Embedding with {@code mask_zero}, starts one, some layers pass it
 * on, some use it, and all others drop it.
 */
final class StepMasks {
    /** Layers whose output has the mask of their input, or of their inputs if all have the same. */
    private static final Set<String> PASSING = Set.of(
            "Activation",
            "ActivityRegularization",
            "Add",
            "AlphaDropout",
            "Average",
            "BatchNormalization",
            "Concatenate",
            "Dense",
            "Dropout",
            "ELU",
            "GaussianDropout",
            "GaussianNoise",
            "Identity",
            "LayerNormalization",
            "LeakyReLU",
            "Maximum",
            "Minimum",
            "Multiply",
            "PReLU",
            "ReLU",
            "SpatialDropout1D",
            "Subtract",
            "ThresholdedReLU",
            "TimeDistributed",
            "UnitNormalization");

    /** Layers that use a mask in ways that are not supported. */
    private static final Set<String> USING =
            Set.of("AdditiveAttention", "Attention", "ConvLSTM2D", "MultiHeadAttention", "Softmax");

    private static final Set<String> RECURRENT = Set.of("LSTM", "GRU", "SimpleRNN", "Bidirectional");

    /**
     * A mask, or why it is not known.
     *
     * @param input the layer whose output says which steps are padding
     */
    private record Mask(String name, String input, StepMask layer, Optional<String> problem) {}

    /** By the layer whose output it comes with. */
    private final Map<String, Mask> masks = new HashMap<>();

    private final Set<String> added = new HashSet<>();

    /** A layer that is to be added before the one that uses it. */
    record Needed(String name, StepMask layer, String input, boolean isAdded) {}

    /**
     * The mask that a layer uses, if it does.
     *
     * @param inputs of the layer
     * @throws ModelFormatException if it uses one that it cannot use here
     */
    Optional<Needed> usedBy(LayerConfig config, Layer layer, List<String> inputs) {
        boolean isUsed = isRecurrent(layer) || layer instanceof GlobalAveragePooling1D;
        List<Mask> reaching =
                inputs.stream().filter(masks::containsKey).map(masks::get).toList();
        if (reaching.isEmpty()) {
            return Optional.empty();
        }
        requireNoOther(config);
        Optional<Mask> mask = Optional.ofNullable(masks.get(inputs.get(0)));
        if (!isUsed || mask.isEmpty()) {
            return Optional.empty();
        }
        mask.get().problem().ifPresent(problem -> {
            throw config.error("would skip the steps that a mask leaves out, but " + problem
                    + ", which is not supported; build the model without this mask");
        });
        Mask used = mask.get();
        return Optional.of(new Needed(used.name(), used.layer(), used.input(), !added.add(used.name())));
    }

    private static void requireNoOther(LayerConfig config) {
        JsonNode inner = config.settings().path("layer");
        String within = LayerJson.classOf(inner);
        boolean isPerStep = config.className().equals("TimeDistributed");
        boolean isUsing = USING.contains(config.className())
                || USING.contains(within)
                || (isPerStep && (RECURRENT.contains(within) || startsMask(within, inner.path("config"))));
        if (isUsing) {
            throw config.error("its input comes with a mask of steps to skip (from a Masking, or an Embedding with"
                    + " 'mask_zero'), which this layer does not support here; build the model without masks");
        }
    }

    private static boolean isRecurrent(Layer layer) {
        return layer instanceof RecurrentLayer
                || layer instanceof RecurrentCall
                || layer instanceof Bidirectional
                || layer instanceof BidirectionalCall;
    }

    /** A layer that uses the mask that is its last input. */
    static Layer masked(LayerConfig config, Layer layer) {
        if (layer instanceof RecurrentLayer recurrent) {
            boolean zeroes = LayerJson.flag(config.settings().path("zero_output_for_mask"))
                    .orElse(false);
            return new RecurrentCall(recurrent, true, zeroes, false);
        }
        if (layer instanceof RecurrentCall call) {
            return call.masked();
        }
        if (layer instanceof Bidirectional both) {
            return new BidirectionalCall(both, true, false, false);
        }
        if (layer instanceof BidirectionalCall call) {
            return call.masked();
        }
        return new MaskedAverage(((GlobalAveragePooling1D) layer).keepDimensions());
    }

    /**
     * Notes what mask comes with the output of a layer.
     *
     * @param inputs of the layer
     * @param outputs that come with the mask, if there is one
     */
    void after(LayerConfig config, Layer layer, List<String> inputs, List<String> outputs) {
        mask(config, layer, inputs).ifPresent(mask -> outputs.forEach(output -> masks.put(output, mask)));
    }

    private Optional<Mask> mask(LayerConfig config, Layer layer, List<String> inputs) {
        String name = config.name() + "/mask";
        if (layer instanceof Masking masking) {
            return Optional.of(started(config, name, inputs.get(0), StepMask.of(masking.maskValue()), 2));
        }
        if (layer instanceof Embedding) {
            return startsMask("Embedding", config.settings())
                    ? Optional.of(started(config, name, inputs.get(0), StepMask.beforeEmbedding(), 1))
                    : Optional.empty();
        }
        Set<Optional<Mask>> reaching = inputs.stream()
                .map(input -> Optional.ofNullable(masks.get(input)))
                .collect(Collectors.toSet());
        Optional<Mask> first = reaching.stream().flatMap(Optional::stream).findFirst();
        if (first.isEmpty()) {
            return Optional.empty();
        }
        if (isRecurrent(layer)) {
            return returnsSequences(layer) ? Optional.ofNullable(masks.get(inputs.get(0))) : Optional.empty();
        }
        if (!PASSING.contains(config.className())) {
            return Optional.empty();
        }
        String problem = "layer '" + config.name() + "' merges inputs with different masks, or with and without one";
        return reaching.size() == 1 ? first : Optional.of(unknown(first.get(), problem));
    }

    private static Mask started(LayerConfig config, String name, String input, StepMask layer, int rank) {
        Mask mask = new Mask(name, input, layer, Optional.empty());
        boolean fits = config.inputs().get(0).rank() == rank;
        return fits
                ? mask
                : unknown(
                        mask,
                        "layer '" + config.name() + "' masks inputs of shape "
                                + config.inputs().get(0).batched());
    }

    private static Mask unknown(Mask mask, String problem) {
        return new Mask(mask.name(), mask.input(), mask.layer(), Optional.of(problem));
    }

    private static boolean startsMask(String className, JsonNode settings) {
        return className.equals("Masking")
                || (className.equals("Embedding")
                        && LayerJson.flag(settings.path("mask_zero")).orElse(false));
    }

    private static boolean returnsSequences(Layer layer) {
        if (layer instanceof RecurrentLayer recurrent) {
            return recurrent.recurrence().returnSequences();
        }
        if (layer instanceof RecurrentCall call) {
            return call.layer().recurrence().returnSequences();
        }
        Bidirectional both = layer instanceof BidirectionalCall call ? call.layer() : (Bidirectional) layer;
        return both.forward().recurrence().returnSequences();
    }
}
