// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.espalier.model.FunctionalBuilder;
import io.espalier.model.FunctionalBuilder.SymbolicTensor;
import io.espalier.model.Model;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.attention.MultiHeadAttention;
import io.espalier.model.layer.recurrent.Bidirectional.Merge;
import io.espalier.model.layer.recurrent.LSTM;
import io.espalier.model.layer.recurrent.RecurrentLayer.Recurrence;
import io.espalier.model.layer.sequence.AttentionCall;
import io.espalier.model.layer.sequence.BidirectionalConvLstmCall;
import io.espalier.model.layer.sequence.CallOutput;
import io.espalier.model.layer.sequence.ConvLstmCall;
import io.espalier.model.layer.sequence.RecurrentCall;
import io.espalier.model.layer.sequence.SeveralOutputs;
import io.espalier.model.layer.volume.BidirectionalConvLstm;
import io.espalier.model.layer.volume.ConvLSTM2D;
import io.espalier.model.tensor.Padding;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Size;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A layer that starts from the states that another returns, and one that returns its scores. */
class StatesRoundTripTest {
    @Test
    void statesSurviveARoundTrip(@TempDir Path folder) throws IOException {
        for (Model model : List.of(pictures(), vectors(), scores(), bothWays())) {
            for (String format : List.of("keras", "h5")) {
                Path file = folder.resolve(model.nodes().size() + "." + format);
                KerasFiles.write(model, null, file);

                Model read = KerasFiles.read(file);

                assertThat(read.nodes()).isEqualTo(model.nodes());
                assertThat(read.weights()).isEqualTo(model.weights());
                file.toFile().delete();
            }
        }
    }

    @Test
    void keras3GetsTheStatesByTheNameOfTheirArgument(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("m.keras");
        KerasFiles.write(vectors(), null, file);

        try (ZipFile zip = new ZipFile(file.toFile())) {
            JsonNode config = new JsonMapper().readTree(zip.getInputStream(zip.getEntry("config.json")));
            assertThat(config.at("/config/layers/2/build_config/input_shape").toString())
                    .isEqualTo("[null,4,2]");
            JsonNode call = config.at("/config/layers/2/inbound_nodes/0");
            assertThat(call.path("args")).hasSize(1);
            assertThat(call.at("/kwargs/initial_state")).hasSize(2);
        }
    }

    /** Keras 3 builds layers that name their tensors by these names. */
    @Test
    void keras3GetsTheShapesOfTensorsByTheNamesOfTheirArguments(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("m.keras");
        KerasFiles.write(scores(), null, file);

        try (ZipFile zip = new ZipFile(file.toFile())) {
            JsonNode config = new JsonMapper().readTree(zip.getInputStream(zip.getEntry("config.json")));
            assertThat(config.at("/config/layers/1/build_config").toString())
                    .isEqualTo("{\"shapes_dict\":{\"query_shape\":[null,4,6],\"value_shape\":[null,4,6]}}");
        }
    }

    private static Model pictures() {
        Conv2D convolution =
                new Conv2D(3, new Size(2, 1), Size.ONE, Padding.SAME, Size.ONE, ActivationFunction.TANH, true);
        ConvLSTM2D layer =
                new ConvLSTM2D(convolution, ActivationFunction.SIGMOID, true, false, new Recurrence(false, true, 0, 0));
        FunctionalBuilder graph = Model.functional();
        Shape state = Shape.of(4, 5, 3);
        return model(
                graph,
                graph.input(2, 4, 5, 1),
                new ConvLstmCall(layer, false, false, true),
                new ConvLstmCall(layer, false, false, false),
                List.of(state, state, state));
    }

    private static Model vectors() {
        FunctionalBuilder graph = Model.functional();
        Shape state = Shape.of(3);
        return model(
                graph,
                graph.input(4, 2),
                new RecurrentCall(LSTM.of(3), false, false, true),
                new RecurrentCall(LSTM.of(3), false, false, false),
                List.of(state, state, state));
    }

    private static Model bothWays() {
        Conv2D convolution =
                new Conv2D(3, new Size(2, 1), Size.ONE, Padding.SAME, Size.ONE, ActivationFunction.TANH, true);
        ConvLSTM2D there = new ConvLSTM2D(
                convolution, ActivationFunction.SIGMOID, true, false, new Recurrence(false, false, 0, 0));
        BidirectionalConvLstm both =
                new BidirectionalConvLstm(there, there.withRecurrence(new Recurrence(false, true, 0, 0)), Merge.CONCAT);
        FunctionalBuilder graph = Model.functional();
        Shape state = Shape.of(4, 5, 3);
        SymbolicTensor input = graph.input(2, 4, 5, 1);
        List<Shape> outputs = List.of(state, state, state, state, state, state);
        SymbolicTensor first = graph.apply("e", new BidirectionalConvLstmCall(both, false, false, true, true), input);
        SymbolicTensor[] parts = new SymbolicTensor[6];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = graph.apply("e/output_" + i, CallOutput.of(i, outputs), first);
        }
        BidirectionalConvLstmCall starting = new BidirectionalConvLstmCall(both, false, false, false, false);
        return graph.build(
                7, parts[0], parts[1], graph.apply("d", starting, input, parts[2], parts[3], parts[4], parts[5]));
    }

    private static Model scores() {
        FunctionalBuilder graph = Model.functional();
        SymbolicTensor input = graph.input(4, 6);
        AttentionCall call = new AttentionCall(MultiHeadAttention.of(2, 3), true, List.of(), true);
        List<Shape> outputs = List.of(Shape.of(4, 6), Shape.of(2, 4, 4));
        SymbolicTensor row = graph.apply("e", call, input, input);
        SymbolicTensor output = graph.apply("e/output_0", CallOutput.of(0, outputs), row);
        return graph.build(7, output, graph.apply("e/output_1", CallOutput.of(1, outputs), row));
    }

    private static Model model(
            FunctionalBuilder graph,
            SymbolicTensor input,
            SeveralOutputs returning,
            SeveralOutputs starting,
            List<Shape> outputs) {
        SymbolicTensor first = graph.apply("e", returning, input);
        graph.apply("e/output_0", CallOutput.of(0, outputs), first);
        SymbolicTensor hidden = graph.apply("e/output_1", CallOutput.of(1, outputs), first);
        SymbolicTensor cell = graph.apply("e/output_2", CallOutput.of(2, outputs), first);
        return graph.build(7, graph.apply("d", starting, input, hidden, cell));
    }
}
