// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.recurrent.Bidirectional;
import io.espalier.model.layer.recurrent.Bidirectional.Merge;
import io.espalier.model.layer.recurrent.GRU;
import io.espalier.model.layer.recurrent.LSTM;
import io.espalier.model.layer.recurrent.RecurrentLayer;
import io.espalier.model.layer.recurrent.SimpleRNN;
import io.espalier.model.layer.sequence.BidirectionalCall;
import io.espalier.model.layer.sequence.MaskedAverage;
import io.espalier.model.layer.sequence.Masking;
import io.espalier.model.layer.sequence.RecurrentCall;
import io.espalier.model.tensor.Shape;
import java.util.List;

/** Masks, and recurrent layers with masks and states. */
final class SequenceConfigs {
    static final List<ComposedRow<?>> ROWS = List.of(
            ComposedRow.of(
                    Masking.class,
                    config -> new Masking(config.number("mask_value", 0)),
                    (layer, config) -> config.put("mask_value", layer.maskValue())),
            new ComposedRow<>(
                    MaskedAverage.class,
                    "GlobalAveragePooling1D",
                    config -> new MaskedAverage(config.keepsDimensions()),
                    (layer, config, inputs) -> Settings.putDataFormat(config).put("keepdims", layer.keepsDimensions())),
            new ComposedRow<>(
                    RecurrentCall.class,
                    "LSTM",
                    config -> called(config, RecurrentConfigs.lstm(config)),
                    SequenceConfigs::write),
            new ComposedRow<>(
                    BidirectionalCall.class,
                    "Bidirectional",
                    RecurrentConfigs::bidirectionalOfAny,
                    SequenceConfigs::write));

    static final String RETURN_STATE = "return_state";
    static final String ZEROES = "zero_output_for_mask";

    private SequenceConfigs() {}

    /** A recurrent layer as it is called: with the states that it starts from or a mask among its inputs, or states that it returns. */
    static ComposedLayer called(LayerConfig config, RecurrentLayer layer) {
        CallSettings call = CallSettings.of(config);
        boolean returnsStates = config.flag(RETURN_STATE, false);
        boolean zeroes = config.flag(ZEROES, false);
        boolean isPlain = config.inputs().size() == 1 && !returnsStates;
        return isPlain ? layer : new RecurrentCall(layer, call.isMasked(), zeroes, returnsStates);
    }

    /** As {@link #called(LayerConfig, RecurrentLayer)}. */
    static ComposedLayer called(LayerConfig config, RecurrentLayer forward, RecurrentLayer backward) {
        CallSettings call = CallSettings.of(config);
        boolean isApart = !config.has("merge_mode");
        Merge merge = isApart ? Merge.CONCAT : config.constant("merge_mode", Merge.values(), Merge::kerasName);
        Bidirectional both = new Bidirectional(forward, backward, merge);
        boolean returnsStates = config.within("layer", config.inputs()).flag(RETURN_STATE, false);
        boolean isPlain = config.inputs().size() == 1 && !returnsStates && !isApart;
        return isPlain ? both : new BidirectionalCall(both, call.isMasked(), returnsStates, isApart);
    }

    private static void write(RecurrentCall call, ObjectNode config, List<Shape> inputs) {
        RecurrentLayer layer = call.layer();
        if (layer instanceof LSTM lstm) {
            RecurrentConfigs.write(lstm, config);
        } else if (layer instanceof GRU gru) {
            RecurrentConfigs.write(gru, config);
        } else if (layer instanceof SimpleRNN simple) {
            RecurrentConfigs.write(simple, config);
        }
        config.put(RETURN_STATE, call.returnsStates());
        if (call.zeroesSkipped()) {
            config.put(ZEROES, true);
        }
    }

    private static void write(BidirectionalCall call, ObjectNode config, List<Shape> inputs) {
        RecurrentConfigs.write(call.layer(), config, inputs.subList(0, 1));
        for (String setting : List.of("layer", "backward_layer")) {
            if (config.at("/" + setting + "/config") instanceof ObjectNode direction) {
                direction.put(RETURN_STATE, call.returnsStates());
            }
        }
        if (call.isApart()) {
            config.putNull("merge_mode");
        }
    }
}
