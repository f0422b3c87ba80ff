// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.model.Node;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Conv1D;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Layer;
import io.espalier.model.layer.convolution.Conv3D;
import io.espalier.model.layer.recurrent.Bidirectional.Merge;
import io.espalier.model.layer.recurrent.RecurrentLayer.Recurrence;
import io.espalier.model.layer.sequence.BidirectionalConvLstmCall;
import io.espalier.model.layer.sequence.ConvLstmCall;
import io.espalier.model.layer.volume.BidirectionalConvLstm;
import io.espalier.model.layer.volume.ConvLSTM1D;
import io.espalier.model.layer.volume.ConvLSTM2D;
import io.espalier.model.layer.volume.ConvLSTM3D;
import io.espalier.model.layer.volume.ConvLstm;
import io.espalier.model.layer.volume.GeneralConv3D;
import io.espalier.model.tensor.Shape;
import java.util.List;

/** Recurrent layers of rows, pictures and volumes. */
final class ConvLstmConfigs {
    static final List<ComposedRow<?>> ROWS = List.of(
            ComposedRow.of(ConvLSTM1D.class, ConvLstmConfigs::called, ConvLstmConfigs::write),
            ComposedRow.of(ConvLSTM2D.class, ConvLstmConfigs::called, ConvLstmConfigs::write),
            ComposedRow.of(ConvLSTM3D.class, ConvLstmConfigs::called, ConvLstmConfigs::write),
            ComposedRow.named(ConvLstmCall.class, "ConvLSTM2D", ConvLstmConfigs::called, ConvLstmConfigs::write),
            new ComposedRow<>(
                    BidirectionalConvLstm.class,
                    "Bidirectional",
                    ConvLstmConfigs::bidirectional,
                    ConvLstmConfigs::write),
            new ComposedRow<>(
                    BidirectionalConvLstmCall.class,
                    "Bidirectional",
                    ConvLstmConfigs::bidirectional,
                    ConvLstmConfigs::write));

    private static final String FIRST = "channels_first";

    private ConvLstmConfigs() {}

    /** As {@link SequenceConfigs#called(LayerConfig, io.espalier.model.layer.recurrent.RecurrentLayer)}. */
    private static ComposedLayer called(LayerConfig config) {
        ConvLstm layer = read(config);
        CallSettings call = CallSettings.of(config);
        boolean returnsStates = config.flag(SequenceConfigs.RETURN_STATE, false);
        boolean zeroes = config.flag(SequenceConfigs.ZEROES, false);
        boolean isPlain = config.inputs().size() == 1 && !returnsStates;
        return isPlain ? layer : new ConvLstmCall(layer, call.isMasked(), zeroes, returnsStates);
    }

    private static void write(ConvLstmCall call, ObjectNode config) {
        write(call.layer(), config);
        config.put(SequenceConfigs.RETURN_STATE, call.returnsStates());
        if (call.zeroesSkipped()) {
            config.put(SequenceConfigs.ZEROES, true);
        }
    }

    private static ConvLstm read(LayerConfig config) {
        boolean channelsFirst = config.setting("data_format").asText().equals(FIRST);
        if (!channelsFirst) {
            config.onlyChannelsLast();
        }
        ActivationFunction gates = config.activation("recurrent_activation");
        boolean unitForgetBias = config.flag("unit_forget_bias", true);
        Recurrence recurrence = RecurrentConfigs.recurrence(config);
        return switch (config.className()) {
            case "ConvLSTM1D" -> new ConvLSTM1D(rows(config), gates, unitForgetBias, channelsFirst, recurrence);
            case "ConvLSTM2D" -> new ConvLSTM2D(pictures(config), gates, unitForgetBias, channelsFirst, recurrence);
            default -> new ConvLSTM3D(volumes(config), gates, unitForgetBias, channelsFirst, recurrence);
        };
    }

    private static Conv1D rows(LayerConfig config) {
        return new Conv1D(
                config.integer("filters"),
                config.length("kernel_size"),
                config.length("strides"),
                config.temporalPadding(),
                config.length("dilation_rate"),
                config.activation(),
                config.flag("use_bias", true));
    }

    private static Conv2D pictures(LayerConfig config) {
        return new Conv2D(
                config.integer("filters"),
                config.size("kernel_size"),
                config.size("strides"),
                config.padding(),
                config.size("dilation_rate"),
                config.activation(),
                config.flag("use_bias", true));
    }

    private static GeneralConv3D volumes(LayerConfig config) {
        Conv3D convolution = new Conv3D(
                config.integer("filters"),
                VolumeConfigs.volume(config, "kernel_size"),
                VolumeConfigs.volume(config, "strides"),
                config.padding(),
                config.activation(),
                config.flag("use_bias", true));
        return new GeneralConv3D(convolution, 1, VolumeConfigs.volume(config, "dilation_rate"));
    }

    private static void write(ConvLstm layer, ObjectNode config) {
        RecurrentConfigs.write(layer.recurrence(), config);
        config.put("filters", layer.filters());
        if (layer instanceof ConvLSTM1D rows) {
            Conv1D convolution = rows.convolution();
            KernelSettings.putWindow(
                    config,
                    convolution.kernelSize(),
                    convolution.strides(),
                    convolution.padding().kerasName(),
                    convolution.dilation());
        } else if (layer instanceof ConvLSTM2D pictures) {
            Conv2D convolution = pictures.convolution();
            KernelSettings.putWindow(
                    config,
                    convolution.kernelSize(),
                    convolution.strides(),
                    convolution.padding(),
                    convolution.dilation());
        } else if (layer instanceof ConvLSTM3D volumes) {
            VolumeConvolutionConfigs.putWindow(
                    config,
                    volumes.convolution().convolution(),
                    volumes.convolution().dilation());
        }
        if (layer.channelsFirst()) {
            config.put("data_format", FIRST);
        }
        KernelSettings.putSums(config, layer.activation(), layer.useBias());
        config.put("recurrent_activation", ActivationNames.of(layer.recurrentActivation()))
                .put("unit_forget_bias", layer.unitForgetBias());
        RecurrentConfigs.putTraining(config);
        config.put("dropout", layer.recurrence().dropout())
                .put("recurrent_dropout", layer.recurrence().recurrentDropout());
    }

    static boolean isIn(LayerConfig config) {
        return LayerJson.isConvLstm(LayerJson.classOf(config.required("layer")));
    }

    static ComposedLayer bidirectional(LayerConfig config) {
        ConvLstm forward = within(config, "layer");
        Recurrence there = forward.recurrence();
        Recurrence back = new Recurrence(
                there.returnSequences(), !there.goBackwards(), there.dropout(), there.recurrentDropout());
        ConvLstm backward =
                config.has("backward_layer") ? within(config, "backward_layer") : forward.withRecurrence(back);
        boolean isApart = !config.has("merge_mode");
        Merge merge = isApart ? Merge.CONCAT : config.constant("merge_mode", Merge.values(), Merge::kerasName);
        BidirectionalConvLstm both = new BidirectionalConvLstm(forward, backward, merge);
        boolean returnsStates = config.within("layer", config.inputs()).flag(SequenceConfigs.RETURN_STATE, false);
        boolean isPlain = config.inputs().size() == 1 && !returnsStates && !isApart;
        boolean isMasked = CallSettings.of(config).isMasked();
        return isPlain ? both : new BidirectionalConvLstmCall(both, isMasked, false, returnsStates, isApart);
    }

    private static ConvLstm within(LayerConfig config, String setting) {
        Layer read =
                LayerConfigReader.read(config.within(setting, config.inputs().subList(0, 1)));
        if (read instanceof ConvLstm layer) {
            return layer;
        }
        if (read instanceof ConvLstmCall call) {
            return call.layer();
        }
        throw config.error("'" + setting + "' is a " + read.kind() + ", and the other layer is not");
    }

    private static void write(BidirectionalConvLstm layer, ObjectNode config, List<Shape> inputs) {
        put(config, "layer", "forward_", layer.forward(), inputs);
        config.put("merge_mode", layer.merge().kerasName());
        put(config, "backward_layer", "backward_", layer.backward(), inputs);
    }

    private static void write(BidirectionalConvLstmCall call, ObjectNode config, List<Shape> inputs) {
        write(call.layer(), config, inputs.subList(0, 1));
        for (String setting : List.of("layer", "backward_layer")) {
            if (config.at("/" + setting + "/config") instanceof ObjectNode direction) {
                direction.put(SequenceConfigs.RETURN_STATE, call.returnsStates());
            }
        }
        if (call.isApart()) {
            config.putNull("merge_mode");
        }
    }

    private static void put(ObjectNode config, String setting, String prefix, ConvLstm layer, List<Shape> inputs) {
        Node node = new Node(prefix + Keras3Paths.snakeCase(layer.kind()), layer, List.of());
        config.putObject(setting)
                .put("class_name", layer.kind())
                .set("config", layer.accept(new LayerConfigWriter(node, inputs)));
    }
}
