// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.espalier.lite.Graph;
import io.espalier.lite.convert.Converter;
import io.espalier.lite.file.GraphReader;
import io.espalier.lite.tensorflow.TfjsGraphFormat;
import io.espalier.model.FunctionalBuilder;
import io.espalier.model.FunctionalBuilder.SymbolicTensor;
import io.espalier.model.Model;
import io.espalier.model.ModelFormatException;
import io.espalier.model.format.ModelFormat.ReadOptions;
import io.espalier.model.format.ModelSource;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.merging.Add;
import io.espalier.model.layer.recurrent.GRU;
import io.espalier.testing.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TfjsGraphRoundTripTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"mnist_softmax", "mobile_big"})
    void aGraphModelThatWasWrittenAnswersAsTheGraphDid(String name) throws IOException {
        Graph graph = GraphReader.read(Golden.file(name + "/float.tflite"));
        float[] x = Golden.floats(name + "/x.npy");

        assertThat(Running.run(rewritten(graph), x)).containsExactly(Running.run(graph, x), within(1e-6f));
    }

    @Test
    void recurrentAndResidualModelsAnswerAsBefore() throws IOException {
        FunctionalBuilder builder = Model.functional();
        SymbolicTensor x = builder.input(5, 3);
        SymbolicTensor states = builder.apply(GRU.of(4), x);
        SymbolicTensor sum = builder.apply(new Add(), states, builder.apply(Dense.of(4), states));
        Graph graph = Converter.convert(builder.build(3, sum));
        float[] sequences = {0.1f, -1, 2, 0.3f, 0.5f, -0.2f, 1, 1, 0, -1, 0.7f, 0.9f, 0.2f, 0.4f, -0.6f};

        assertThat(Running.run(rewritten(graph), sequences))
                .containsExactly(Running.run(graph, sequences), within(1e-6f));
    }

    @Test
    void whatIsNoGraphIsRefusedByName() throws IOException {
        Path json = Files.writeString(folder.resolve("model.json"), """
                {"format": "graph-model", "modelTopology": {"node": [{"name": "y", "op": "Relu", "input": ["x"],
                 "attr": {"T": {"kind": 3}}}]}, "weightsManifest": []}
                """);

        assertThatThrownBy(() -> read(folder))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageStartingWith(json + ": ")
                .hasMessageContaining("node 'y' has an attribute of kind 'kind'");
    }

    /** From -6 to 6 zero lies between two steps, so that TensorFlow moves the range. */
    @Test
    void fakeQuantizationBecomesArithmeticThatRoundsAlike() throws IOException {
        Files.writeString(folder.resolve("model.json"), """
                {"format": "graph-model", "modelTopology": {"node": [
                 {"name": "x", "op": "Placeholder", "attr": {"dtype": {"type": "DT_FLOAT"}, "shape": {"shape": {"dim": [
                  {"size": "7"}]}}}},
                 {"name": "y", "op": "FakeQuantWithMinMaxArgs", "input": ["x"], "attr": {"min": {"f": -6}, "max": {"f": 6},
                  "num_bits": {"i": 8}}}]}, "weightsManifest": []}
                """);
        Graph graph = read(folder);
        float[] x = {-9, -5.99f, -3, 0, 5.99f, 6, 9};

        float[] expected = Running.run(Converter.of(graph).convert(), x);

        assertThat(expected[0]).isCloseTo(-128 * 12f / 255, within(1e-5f));
        assertThat(Running.run(rewritten(graph), x)).containsExactly(expected, within(1e-5f));
    }

    @Test
    void aWeightOfNoConstantIsRefusedByNameWithTheNearest() throws IOException {
        Path json = Files.writeString(folder.resolve("model.json"), """
                {"format": "graph-model", "modelTopology": {"node": [{"name": "dense/kernel", "op": "Const",
                 "attr": {"dtype": {"type": "DT_FLOAT"}}}]}, "weightsManifest": [{"paths": ["w.bin"],
                 "weights": [{"name": "dense/kernal", "shape": [1], "dtype": "float32"}]}]}
                """);
        Files.write(folder.resolve("w.bin"), new byte[Float.BYTES]);

        assertThatThrownBy(() -> read(folder))
                .isInstanceOf(ModelFormatException.class)
                .hasMessage(json + ": weight 'dense/kernal' of the manifest is the value of no constant in the graph"
                        + " (did you mean 'dense/kernel'?)");
    }

    private Graph rewritten(Graph graph) throws IOException {
        Path target = folder.resolve("web");
        TfjsGraphFormat.TFJS_GRAPH.write(graph, null, target);
        return Converter.of(read(target)).convert();
    }

    private static Graph read(Path path) throws IOException {
        try (ModelSource source = ModelSource.open(path)) {
            return TfjsGraphFormat.TFJS_GRAPH.read(source, ReadOptions.NONE).content();
        }
    }
}
