// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras;

import com.fasterxml.jackson.databind.JsonNode;
import io.espalier.model.ModelFormatException;
import io.espalier.model.keras.config.LayerConfig;
import io.espalier.model.keras.config.LayerJson;
import io.espalier.model.layer.Embedding;
import io.espalier.model.layer.Layer;
import io.espalier.model.layer.sequence.BidirectionalConvLstmCall;
import io.espalier.model.layer.sequence.CallOfSteps;
import io.espalier.model.layer.sequence.EveryStep;
import io.espalier.model.layer.sequence.GivenMask;
import io.espalier.model.layer.sequence.ImpliedMask;
import io.espalier.model.layer.sequence.Masking;
import io.espalier.model.layer.sequence.MergedMask;
import io.espalier.model.layer.sequence.MergedMask.Rule;
import io.espalier.model.layer.sequence.StepMask;
import io.espalier.model.layer.volume.BidirectionalConvLstm;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The masks that Keras passes along with the outputs of layers: a Masking, or an Embedding with {@code mask_zero}, starts one, some layers pass it
 * on, some use it ({@link MaskUses}), and all others drop it.
 */
final class StepMasks {
    private static final String CONCATENATE = "Concatenate";

    /** Layers whose output has the mask of their input. */
    private static final Set<String> PASSING = Set.of(
            "Activation",
            "ActivityRegularization",
            "AlphaDropout",
            "BatchNormalization",
            "Dense",
            "Dropout",
            "ELU",
            "GaussianDropout",
            "GaussianNoise",
            "Identity",
            "LayerNormalization",
            "LeakyReLU",
            "PReLU",
            "ReLU",
            "Softmax",
            "SpatialDropout1D",
            "ThresholdedReLU",
            "TimeDistributed",
            "UnitNormalization");

    /** Layers whose output has the mask of their first input: that of the query. */
    private static final Set<String> ATTENTION =
            Set.of("AdditiveAttention", "Attention", "GroupedQueryAttention", "MultiHeadAttention");

    /** Layers that merge inputs element by element. */
    private static final Set<String> MERGING = Set.of("Add", "Average", "Maximum", "Minimum", "Multiply", "Subtract");

    /** Those that Keras 3 computes in another way where one input is padding and another is not. */
    private static final Set<String> FILLING = Set.of("Maximum", "Minimum", "Multiply");

    /**
     * A mask, or why it is not known.
     *
     * @param tensors the layers whose outputs say which steps are padding
     * @param within other masks of which it consists
     */
    record Mask(String name, ImpliedMask layer, List<String> tensors, List<Mask> within, Optional<String> problem) {
        /** What its layer takes. */
        List<String> inputs() {
            List<String> inputs = new ArrayList<>(tensors);
            within.forEach(mask -> inputs.add(mask.name()));
            return inputs;
        }
    }

    private final boolean isKeras3;

    /** By the layer whose output it comes with. */
    private final Map<String, Mask> masks = new HashMap<>();

    StepMasks(boolean isKeras3) {
        this.isKeras3 = isKeras3;
    }

    /** The mask that comes with the output of a layer. */
    Optional<Mask> of(String layer) {
        return Optional.ofNullable(masks.get(layer));
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
        if (layer instanceof Masking masking) {
            return Optional.of(started(config, inputs.get(0), StepMask.of(masking.maskValue()), 2));
        }
        if (layer instanceof Embedding) {
            return startsMask("Embedding", config.settings())
                    ? Optional.of(started(config, inputs.get(0), StepMask.beforeEmbedding(), 1))
                    : Optional.empty();
        }
        if (isGiven(layer)) {
            return MaskUses.returnsSequences(layer) ? Optional.of(passedOn(config, inputs)) : Optional.empty();
        }
        if (inputs.stream().noneMatch(masks::containsKey)) {
            return Optional.empty();
        }
        if (config.className().equals(CONCATENATE)) {
            return joined(config, inputs);
        }
        if (MERGING.contains(config.className())) {
            return merged(config, inputs);
        }
        boolean isPassed = PASSING.contains(config.className())
                || ATTENTION.contains(config.className())
                || MaskUses.returnsSequences(layer);
        return isPassed ? of(inputs.get(0)) : Optional.empty();
    }

    /** Whether the call of a layer, as it was read, names the mask of its steps, which is its last input. */
    static boolean isGiven(Layer layer) {
        return layer instanceof CallOfSteps call && call.isMasked();
    }

    /** A layer as its version of Keras skips steps. */
    Layer skipping(Layer layer) {
        return layer instanceof BidirectionalConvLstmCall both && both.isMasked()
                ? both.masked(zeroes(both.layer()))
                : layer;
    }

    /** Whether a skipped step puts out 0 in both directions. Keras 2 does not tell its convolutions to do so. */
    boolean zeroes(BidirectionalConvLstm both) {
        return isKeras3 && both.forward().recurrence().returnSequences();
    }

    /** The mask that a call names. */
    static Mask given(String tensor) {
        return new Mask(tensor + "/given", new GivenMask(), List.of(tensor), List.of(), Optional.empty());
    }

    private Mask passedOn(LayerConfig config, List<String> inputs) {
        Mask given = given(inputs.get(inputs.size() - 1));
        Optional<String> problem = isKeras3
                ? Optional.of("the call of layer '" + config.name()
                        + "' names its mask, which some versions of Keras 3 pass on and others do not")
                : Optional.empty();
        return new Mask(given.name(), given.layer(), given.tensors(), List.of(), problem);
    }

    private static Mask started(LayerConfig config, String input, StepMask layer, int rank) {
        boolean fits = config.inputs().get(0).rank() == rank;
        Optional<String> problem = fits
                ? Optional.empty()
                : Optional.of("layer '" + config.name() + "' masks inputs of shape "
                        + config.inputs().get(0).batched());
        return new Mask(nameAfter(config), layer, List.of(input), List.of(), problem);
    }

    static boolean startsMask(String className, JsonNode settings) {
        return className.equals("Masking")
                || (className.equals("Embedding")
                        && LayerJson.flag(settings.path("mask_zero")).orElse(false));
    }

    private Optional<Mask> merged(LayerConfig config, List<String> inputs) {
        List<Mask> known = known(inputs);
        List<Mask> different = known.stream().distinct().toList();
        boolean isMissing = known.size() < inputs.size();
        if (isKeras3 && isMissing) {
            return Optional.empty();
        }
        if (different.size() == 1) {
            return Optional.of(different.get(0));
        }
        boolean isFilled = isKeras3 && FILLING.contains(config.className());
        boolean isBroadcast = config.inputs().stream().distinct().count() > 1;
        Optional<String> problem = isFilled || isBroadcast
                ? Optional.of("layer '" + config.name() + "' (" + config.className()
                        + ") merges inputs with different masks"
                        + (isBroadcast ? " and shapes" : ", where Keras 3 leaves out the values that are padding"))
                : Optional.empty();
        return Optional.of(merged(config, isKeras3 ? Rule.ANY : Rule.ALL, different, problem));
    }

    private Optional<Mask> joined(LayerConfig config, List<String> inputs) {
        int rank = config.inputs().get(0).rank();
        int axis = config.settings().path("axis").asInt(-1);
        int along = axis < 0 ? axis + rank + 1 : axis;
        if (rank != 2 || along < 1 || along > 2) {
            String problem = "layer '" + config.name() + "' concatenates inputs of shape "
                    + config.inputs().get(0).batched() + " along axis " + axis;
            return Optional.of(merged(config, Rule.JOINED, known(inputs), Optional.of(problem)));
        }
        if (along == 2) {
            return beside(config, inputs);
        }
        List<Mask> each = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            String name = nameAfter(config) + "_" + i;
            String input = inputs.get(i);
            each.add(of(input)
                    .orElseGet(() -> new Mask(name, new EveryStep(), List.of(input), List.of(), Optional.empty())));
        }
        return Optional.of(merged(config, Rule.JOINED, each, Optional.empty()));
    }

    /** Of inputs one beside the other: one without a mask counts in every step. */
    private Optional<Mask> beside(LayerConfig config, List<String> inputs) {
        List<Mask> known = known(inputs);
        List<Mask> different = known.stream().distinct().toList();
        if (isKeras3 && known.size() < inputs.size()) {
            return Optional.empty();
        }
        return Optional.of(
                different.size() == 1
                        ? different.get(0)
                        : merged(config, isKeras3 ? Rule.ANY : Rule.ALL, different, Optional.empty()));
    }

    private List<Mask> known(List<String> inputs) {
        return inputs.stream().map(masks::get).filter(Objects::nonNull).toList();
    }

    private static Mask merged(LayerConfig config, Rule rule, List<Mask> masks, Optional<String> problem) {
        Optional<String> first = masks.stream()
                .map(Mask::problem)
                .flatMap(Optional::stream)
                .findFirst()
                .or(() -> problem);
        return new Mask(nameAfter(config), new MergedMask(rule), List.of(), masks, first);
    }

    private static String nameAfter(LayerConfig config) {
        return config.name() + "/mask";
    }

    /** @throws ModelFormatException if a mask is not known that a layer would use */
    static void requireKnown(LayerConfig config, Mask mask) {
        mask.problem().ifPresent(problem -> {
            throw config.error("would leave out what a mask says is padding, but " + problem
                    + ", which is not supported; build the model without this mask");
        });
    }
}
