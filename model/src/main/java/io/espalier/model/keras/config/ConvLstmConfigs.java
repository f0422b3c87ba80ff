// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.model.Node;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Layer;
import io.espalier.model.layer.recurrent.Bidirectional;
import io.espalier.model.layer.recurrent.RecurrentLayer.Recurrence;
import io.espalier.model.layer.sequence.ConvLstmCall;
import io.espalier.model.layer.volume.BidirectionalConvLSTM2D;
import io.espalier.model.layer.volume.ConvLSTM2D;
import io.espalier.model.tensor.Shape;
import java.util.List;

/** Recurrent layers of pictures. */
final class ConvLstmConfigs {
    static final List<ComposedRow<?>> ROWS = List.of(
            ComposedRow.of(ConvLSTM2D.class, ConvLstmConfigs::called, ConvLstmConfigs::write),
            ComposedRow.named(ConvLstmCall.class, "ConvLSTM2D", ConvLstmConfigs::called, ConvLstmConfigs::write),
            new ComposedRow<>(
                    BidirectionalConvLSTM2D.class,
                    "Bidirectional",
                    ConvLstmConfigs::bidirectional,
                    ConvLstmConfigs::write));

    private static final String FIRST = "channels_first";

    private ConvLstmConfigs() {}

    /** As {@link SequenceConfigs#called(LayerConfig, io.espalier.model.layer.recurrent.RecurrentLayer)}. */
    private static ComposedLayer called(LayerConfig config) {
        ConvLSTM2D layer = read(config);
        boolean returnsStates = config.flag(SequenceConfigs.RETURN_STATE, false);
        boolean zeroes = config.flag(SequenceConfigs.ZEROES, false);
        boolean isPlain = config.inputs().size() == 1 && !returnsStates;
        return isPlain ? layer : new ConvLstmCall(layer, false, zeroes, returnsStates);
    }

    private static void write(ConvLstmCall call, ObjectNode config) {
        write(call.layer(), config);
        config.put(SequenceConfigs.RETURN_STATE, call.returnsStates());
        if (call.zeroesSkipped()) {
            config.put(SequenceConfigs.ZEROES, true);
        }
    }

    private static ConvLSTM2D read(LayerConfig config) {
        boolean channelsFirst = config.setting("data_format").asText().equals(FIRST);
        if (!channelsFirst) {
            config.onlyChannelsLast();
        }
        Conv2D convolution = new Conv2D(
                config.integer("filters"),
                config.size("kernel_size"),
                config.size("strides"),
                config.padding(),
                config.size("dilation_rate"),
                config.activation(),
                config.flag("use_bias", true));
        return new ConvLSTM2D(
                convolution,
                config.activation("recurrent_activation"),
                config.flag("unit_forget_bias", true),
                channelsFirst,
                RecurrentConfigs.recurrence(config));
    }

    private static void write(ConvLSTM2D layer, ObjectNode config) {
        Conv2D convolution = layer.convolution();
        RecurrentConfigs.write(layer.recurrence(), config);
        config.put("filters", convolution.filters());
        KernelSettings.putWindow(
                config, convolution.kernelSize(), convolution.strides(), convolution.padding(), convolution.dilation());
        if (layer.channelsFirst()) {
            config.put("data_format", FIRST);
        }
        KernelSettings.putSums(config, convolution.activation(), convolution.useBias());
        config.put("recurrent_activation", ActivationNames.of(layer.recurrentActivation()))
                .put("unit_forget_bias", layer.unitForgetBias());
        RecurrentConfigs.putTraining(config);
        config.put("dropout", layer.recurrence().dropout())
                .put("recurrent_dropout", layer.recurrence().recurrentDropout());
    }

    static boolean isIn(LayerConfig config) {
        return LayerJson.classOf(config.required("layer")).equals("ConvLSTM2D");
    }

    static BidirectionalConvLSTM2D bidirectional(LayerConfig config) {
        ConvLSTM2D forward = within(config, "layer");
        Recurrence there = forward.recurrence();
        Recurrence back = new Recurrence(
                there.returnSequences(), !there.goBackwards(), there.dropout(), there.recurrentDropout());
        ConvLSTM2D backward = config.has("backward_layer")
                ? within(config, "backward_layer")
                : new ConvLSTM2D(
                        forward.convolution(),
                        forward.recurrentActivation(),
                        forward.unitForgetBias(),
                        forward.channelsFirst(),
                        back);
        return new BidirectionalConvLSTM2D(
                forward,
                backward,
                config.constant("merge_mode", Bidirectional.Merge.values(), Bidirectional.Merge::kerasName));
    }

    private static ConvLSTM2D within(LayerConfig config, String setting) {
        Layer read = LayerConfigReader.read(config.within(setting, config.inputs()));
        if (read instanceof ConvLSTM2D layer) {
            return layer;
        }
        if (read instanceof ConvLstmCall) {
            throw config.error(
                    "a Bidirectional of ConvLSTM2D that starts from states, or returns them, is not supported");
        }
        throw config.error("'" + setting + "' is not a ConvLSTM2D, as the other layer is");
    }

    private static void write(BidirectionalConvLSTM2D layer, ObjectNode config, List<Shape> inputs) {
        put(config, "layer", "forward_", layer.forward(), inputs);
        config.put("merge_mode", layer.merge().kerasName());
        put(config, "backward_layer", "backward_", layer.backward(), inputs);
    }

    private static void put(ObjectNode config, String setting, String prefix, ConvLSTM2D layer, List<Shape> inputs) {
        Node node = new Node(prefix + "conv_lstm2d", layer, List.of());
        config.putObject(setting)
                .put("class_name", layer.kind())
                .set("config", layer.accept(new LayerConfigWriter(node, inputs)));
    }
}
