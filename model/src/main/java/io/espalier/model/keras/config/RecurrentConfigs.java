// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.model.Node;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Embedding;
import io.espalier.model.layer.Layer;
import io.espalier.model.layer.recurrent.Bidirectional;
import io.espalier.model.layer.recurrent.GRU;
import io.espalier.model.layer.recurrent.LSTM;
import io.espalier.model.layer.recurrent.RecurrentLayer;
import io.espalier.model.layer.recurrent.RecurrentLayer.Recurrence;
import io.espalier.model.layer.recurrent.SimpleRNN;
import io.espalier.model.layer.recurrent.TimeDistributed;
import io.espalier.model.layer.sequence.RecurrentCall;
import io.espalier.model.layer.sequence.SeveralOutputs;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Shape;
import java.util.List;
import java.util.Locale;

/** Layers of sequences. */
final class RecurrentConfigs {
    static final List<ComposedRow<?>> ROWS = List.of(
            new ComposedRow<>(
                    Bidirectional.class,
                    "Bidirectional",
                    RecurrentConfigs::bidirectionalOfAny,
                    RecurrentConfigs::write),
            ComposedRow.of(Embedding.class, RecurrentConfigs::embedding, RecurrentConfigs::write),
            ComposedRow.of(
                    GRU.class,
                    config -> SequenceConfigs.called(config, RecurrentConfigs.gru(config)),
                    RecurrentConfigs::write),
            ComposedRow.of(
                    LSTM.class,
                    config -> SequenceConfigs.called(config, RecurrentConfigs.lstm(config)),
                    RecurrentConfigs::write),
            ComposedRow.of(
                    SimpleRNN.class,
                    config -> SequenceConfigs.called(config, RecurrentConfigs.simple(config)),
                    RecurrentConfigs::write),
            new ComposedRow<>(
                    TimeDistributed.class,
                    "TimeDistributed",
                    RecurrentConfigs::timeDistributed,
                    RecurrentConfigs::write));

    private RecurrentConfigs() {}

    private static Embedding embedding(LayerConfig config) {
        // The mask is for the layers behind it.
        config.flag("mask_zero", false);
        return new Embedding(config.integer("input_dim"), config.integer("output_dim"));
    }

    private static void write(Embedding layer, ObjectNode config) {
        config.put("input_dim", layer.numbers()).put("output_dim", layer.features());
        Settings.putInitializer(config, "embeddings_initializer", "RandomUniform");
        Settings.putNulls(config, "embeddings_regularizer", "activity_regularizer", "embeddings_constraint");
        config.put("mask_zero", false).putNull("input_length");
    }

    private static SimpleRNN simple(LayerConfig config) {
        return new SimpleRNN(
                config.integer("units"), config.activation(), config.flag("use_bias", true), recurrence(config));
    }

    static void write(SimpleRNN layer, ObjectNode config) {
        write(layer, layer.activation(), layer.useBias(), config);
    }

    static LSTM lstm(LayerConfig config) {
        return new LSTM(
                config.integer("units"),
                config.activation(),
                config.activation("recurrent_activation"),
                config.flag("use_bias", true),
                config.flag("unit_forget_bias", true),
                recurrence(config));
    }

    static void write(LSTM layer, ObjectNode config) {
        write(layer, layer.activation(), layer.useBias(), config);
        config.put("recurrent_activation", ActivationNames.of(layer.recurrentActivation()))
                .put("unit_forget_bias", layer.unitForgetBias())
                .put("implementation", 2);
    }

    private static GRU gru(LayerConfig config) {
        return new GRU(
                config.integer("units"),
                config.activation(),
                config.activation("recurrent_activation"),
                config.flag("use_bias", true),
                config.flag("reset_after", false),
                recurrence(config));
    }

    static void write(GRU layer, ObjectNode config) {
        write(layer, layer.activation(), layer.useBias(), config);
        config.put("recurrent_activation", ActivationNames.of(layer.recurrentActivation()))
                .put("implementation", 2)
                .put("reset_after", layer.resetAfter());
    }

    static Recurrence recurrence(LayerConfig config) {
        // Who keeps a state is told by ArchitectureBuilder.
        config.flag("stateful", false);
        config.only("time_major", false);
        return new Recurrence(
                config.flag("return_sequences", false),
                config.flag("go_backwards", false),
                config.number("dropout", 0),
                config.number("recurrent_dropout", 0));
    }

    private static void write(RecurrentLayer layer, ActivationFunction activation, boolean useBias, ObjectNode config) {
        write(layer.recurrence(), config);
        config.put("units", layer.units())
                .put("activation", ActivationNames.of(activation))
                .put("use_bias", useBias);
        putTraining(config);
        config.put("dropout", layer.recurrence().dropout())
                .put("recurrent_dropout", layer.recurrence().recurrentDropout());
    }

    static void write(Recurrence recurrence, ObjectNode config) {
        config.put("return_sequences", recurrence.returnSequences())
                .put("return_state", false)
                .put("go_backwards", recurrence.goBackwards())
                .put("stateful", false)
                .put("unroll", false)
                .put("time_major", false);
    }

    static void putTraining(ObjectNode config) {
        Settings.putInitializer(config, "kernel_initializer", "GlorotUniform");
        Settings.putInitializer(config, "recurrent_initializer", "Orthogonal");
        Settings.putInitializer(config, "bias_initializer", "Zeros");
        Settings.putNulls(
                config,
                "kernel_regularizer",
                "recurrent_regularizer",
                "bias_regularizer",
                "activity_regularizer",
                "kernel_constraint",
                "recurrent_constraint",
                "bias_constraint");
    }

    static ComposedLayer bidirectionalOfAny(LayerConfig config) {
        return ConvLstmConfigs.isIn(config) ? ConvLstmConfigs.bidirectional(config) : bidirectional(config);
    }

    private static ComposedLayer bidirectional(LayerConfig config) {
        RecurrentLayer forward = recurrent(config, "layer");
        RecurrentLayer backward = config.has("backward_layer")
                ? recurrent(config, "backward_layer")
                : Bidirectional.of(forward).backward();
        return SequenceConfigs.called(config, forward, backward);
    }

    private static RecurrentLayer recurrent(LayerConfig config, String setting) {
        Layer layer =
                LayerConfigReader.read(config.within(setting, config.inputs().subList(0, 1)));
        if (layer instanceof RecurrentLayer recurrent) {
            return recurrent;
        }
        if (layer instanceof RecurrentCall call) {
            return call.layer();
        }
        throw config.error(
                "'" + setting + "' is a " + layer.kind() + "; supported: ConvLSTM1D to 3D, GRU, LSTM, SimpleRNN");
    }

    static void write(Bidirectional layer, ObjectNode config, List<Shape> inputs) {
        putWithin(config, "layer", "forward_", layer.forward(), inputs);
        config.put("merge_mode", layer.merge().kerasName());
        boolean isMirrored = Bidirectional.of(layer.forward()).backward().equals(layer.backward());
        if (!isMirrored) {
            putWithin(config, "backward_layer", "backward_", layer.backward(), inputs);
        }
    }

    private static TimeDistributed timeDistributed(LayerConfig config) {
        List<Shape> steps = steps(config.inputs());
        LayerConfig within = config.within("layer", steps);
        Layer layer = LayerConfigReader.read(within);
        // Those of an operation come apart for all steps at once.
        boolean isOperation = within.className().equals(OperationCalls.CLASS);
        if (!isOperation
                && layer instanceof SeveralOutputs several
                && several.outputShapes(steps).size() > 1) {
            throw config.error("has several outputs for each step, which is not supported");
        }
        return new TimeDistributed(layer);
    }

    private static void write(TimeDistributed layer, ObjectNode config, List<Shape> inputs) {
        putWithin(config, "layer", "", layer.layer(), steps(inputs));
    }

    /** What reaches a layer that is applied to each step. */
    static List<Shape> steps(List<Shape> inputs) {
        if (inputs.stream().anyMatch(input -> input.rank() < 2)) {
            throw new ModelException("expects a sequence of shape (steps, ...)");
        }
        return inputs.stream()
                .map(input -> new Shape(input.dimensions().subList(1, input.rank())))
                .toList();
    }

    private static void putWithin(ObjectNode config, String setting, String prefix, Layer layer, List<Shape> inputs) {
        String name = prefix + layer.kind().toLowerCase(Locale.ROOT);
        config.putObject(setting)
                .put("class_name", layer.kind())
                .set("config", layer.accept(new LayerConfigWriter(new Node(name, layer, List.of()), inputs)));
    }
}
