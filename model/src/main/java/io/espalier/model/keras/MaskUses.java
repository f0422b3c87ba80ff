// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras;

import com.fasterxml.jackson.databind.JsonNode;
import io.espalier.model.ModelFormatException;
import io.espalier.model.keras.config.LayerConfig;
import io.espalier.model.keras.config.LayerJson;
import io.espalier.model.layer.Layer;
import io.espalier.model.layer.attention.AttentionLayer;
import io.espalier.model.layer.pooling.GlobalAveragePooling1D;
import io.espalier.model.layer.recurrent.Bidirectional;
import io.espalier.model.layer.recurrent.RecurrentLayer;
import io.espalier.model.layer.sequence.AttentionCall;
import io.espalier.model.layer.sequence.BidirectionalCall;
import io.espalier.model.layer.sequence.BidirectionalConvLstmCall;
import io.espalier.model.layer.sequence.ConvLstmCall;
import io.espalier.model.layer.sequence.MaskedAverage;
import io.espalier.model.layer.sequence.RecurrentCall;
import io.espalier.model.layer.volume.BidirectionalConvLstm;
import io.espalier.model.layer.volume.ConvLstm;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which layers use the masks that come with their inputs, and how. */
final class MaskUses {
    private static final Set<String> RECURRENT = Set.of("LSTM", "GRU", "SimpleRNN", "Bidirectional");

    /** Layers that use a mask in ways that are not supported. */
    private static final Set<String> USING = Set.of("Softmax");

    private static final Set<String> ATTENTION =
            Set.of("AdditiveAttention", "Attention", "GroupedQueryAttention", "MultiHeadAttention");

    private final StepMasks masks;

    /** A layer as it uses masks, and these, which are its last inputs. */
    record Use(Layer layer, List<StepMasks.Mask> masks) {}

    MaskUses(StepMasks masks) {
        this.masks = masks;
    }

    /**
     * How a layer uses the masks of its inputs, if it does.
     *
     * @param asFed with the settings as they are in the file
     * @param inputs of the layer
     * @throws ModelFormatException if it uses one that it cannot use here
     */
    Optional<Use> of(LayerConfig asFed, Layer layer, List<String> inputs) {
        if (inputs.stream().allMatch(input -> masks.of(input).isEmpty())) {
            return Optional.empty();
        }
        requireNoOther(asFed);
        if (layer instanceof AttentionLayer attention) {
            return attention(asFed, new AttentionCall(attention, false, List.of()), inputs);
        }
        if (layer instanceof AttentionCall call) {
            return attention(asFed, call, inputs);
        }
        if (StepMasks.isGiven(layer)) {
            return Optional.empty();
        }
        Optional<StepMasks.Mask> mask = masks.of(inputs.get(0));
        Optional<Layer> masked = mask.isEmpty() ? Optional.empty() : masked(asFed, layer);
        return masked.map(using -> {
            StepMasks.requireKnown(asFed, mask.get());
            return new Use(using, List.of(mask.get()));
        });
    }

    private static void requireNoOther(LayerConfig config) {
        JsonNode inner = config.settings().path("layer");
        String within = LayerJson.classOf(inner);
        boolean isPerStep = config.className().equals("TimeDistributed");
        boolean isUsing = USING.contains(config.className())
                || USING.contains(within)
                || (isPerStep && LayerJson.isConvLstm(within))
                || (isPerStep
                        && (RECURRENT.contains(within)
                                || ATTENTION.contains(within)
                                || StepMasks.startsMask(within, inner.path("config"))));
        if (isUsing) {
            throw config.error("its input comes with a mask of steps to skip (from a Masking, or an Embedding with"
                    + " 'mask_zero'), which this layer does not support here; build the model without masks");
        }
    }

    // A mask that the call names takes the place of the one that comes with a tensor.
    private Optional<Use> attention(LayerConfig asFed, AttentionCall call, List<String> inputs) {
        boolean hasHeads = !call.layer().zeroesPadding();
        int tensors = inputs.size() - call.masks().size();
        if (!hasHeads && !call.masks().isEmpty()) {
            return Optional.empty();
        }
        List<AttentionCall.Mask> more = new ArrayList<>();
        List<StepMasks.Mask> used = new ArrayList<>();
        List<AttentionCall.Mask> places = hasHeads
                ? List.of(AttentionCall.Mask.QUERY_MASK, AttentionCall.Mask.VALUE_MASK, AttentionCall.Mask.KEY_MASK)
                : List.of(AttentionCall.Mask.QUERY_MASK, AttentionCall.Mask.VALUE_MASK);
        for (int i = 0; i < Math.min(tensors, places.size()); i++) {
            AttentionCall.Mask place = places.get(i);
            Optional<StepMasks.Mask> mask = masks.of(inputs.get(i));
            boolean isSaid = call.masks().contains(place)
                    || (place == AttentionCall.Mask.KEY_MASK && mask.equals(masks.of(inputs.get(1))));
            if (mask.isPresent() && !isSaid) {
                StepMasks.requireKnown(asFed, mask.get());
                more.add(place);
                used.add(mask.get());
            }
        }
        return used.isEmpty() ? Optional.empty() : Optional.of(new Use(call.with(more), used));
    }

    /** A layer that uses the mask that is its last input; empty if it uses none. */
    private Optional<Layer> masked(LayerConfig config, Layer layer) {
        boolean zeroes =
                LayerJson.flag(config.settings().path("zero_output_for_mask")).orElse(false);
        if (layer instanceof ConvLstm convolving) {
            return Optional.of(new ConvLstmCall(convolving, true, zeroes, false));
        }
        if (layer instanceof ConvLstmCall call) {
            return Optional.of(call.masked());
        }
        if (layer instanceof RecurrentLayer recurrent) {
            return Optional.of(new RecurrentCall(recurrent, true, zeroes, false));
        }
        if (layer instanceof RecurrentCall call) {
            return Optional.of(call.masked());
        }
        if (layer instanceof Bidirectional both) {
            return Optional.of(new BidirectionalCall(both, true, false, false));
        }
        if (layer instanceof BidirectionalCall call) {
            return Optional.of(call.masked());
        }
        if (layer instanceof BidirectionalConvLstm both) {
            return Optional.of(new BidirectionalConvLstmCall(both, true, masks.zeroes(both), false, false));
        }
        if (layer instanceof BidirectionalConvLstmCall call) {
            return Optional.of(call.masked(masks.zeroes(call.layer())));
        }
        return layer instanceof GlobalAveragePooling1D average
                ? Optional.of(new MaskedAverage(average.keepDimensions()))
                : Optional.empty();
    }

    /** Whether a layer is a recurrent one with an output for each step. */
    static boolean returnsSequences(Layer layer) {
        if (layer instanceof RecurrentLayer recurrent) {
            return recurrent.recurrence().returnSequences();
        }
        if (layer instanceof ConvLstm convolving) {
            return convolving.recurrence().returnSequences();
        }
        if (layer instanceof ConvLstmCall call) {
            return call.layer().recurrence().returnSequences();
        }
        if (layer instanceof RecurrentCall call) {
            return call.layer().recurrence().returnSequences();
        }
        if (layer instanceof BidirectionalCall call) {
            return call.layer().forward().recurrence().returnSequences();
        }
        if (layer instanceof BidirectionalConvLstm both) {
            return both.forward().recurrence().returnSequences();
        }
        if (layer instanceof BidirectionalConvLstmCall call) {
            return call.layer().forward().recurrence().returnSequences();
        }
        return layer instanceof Bidirectional both
                && both.forward().recurrence().returnSequences();
    }
}
