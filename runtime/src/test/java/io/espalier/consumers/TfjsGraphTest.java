// SPDX-License-Identifier: Apache-2.0
package io.espalier.consumers;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.lite.Graph;
import io.espalier.lite.convert.Converter;
import io.espalier.lite.file.GraphReader;
import io.espalier.lite.file.GraphWriter;
import io.espalier.lite.tensorflow.export.GraphModelWriter;
import io.espalier.model.Model;
import io.espalier.model.layer.Embedding;
import io.espalier.model.tfjs.WeightStorage;
import io.espalier.testing.Golden;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Graph models in TensorFlow.js 4.22, in Node. */
@Tag("conformance")
class TfjsGraphTest {
    private static TfjsNode node;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() throws Exception {
        node = TfjsNode.start();
    }

    @AfterAll
    static void close() {
        node.close();
    }

    static List<String> models() {
        return List.copyOf(LayersModels.all().keySet());
    }

    @ParameterizedTest
    @MethodSource("models")
    void anExportedGraphComputesWhatTheTfliteFileDoes(String name) throws IOException {
        Model model = LayersModels.all().get(name);
        check(Converter.convert(model), inputs(model), 1e-5);
    }

    /** One step of 256, for classes. */
    @Test
    void theTwinOfIntegersComputesWhatTheTfliteFileDoes() throws IOException {
        Graph integers = GraphReader.read(Golden.file("mnist_softmax/int8_fio.tflite"));

        check(integers, List.of(Values.random(3, 0, 1, 1, 28, 28)), 1.1 / 256);
    }

    private void check(Graph graph, List<Values> inputs, double tolerance) throws IOException {
        GraphModelWriter.write(graph, null, WeightStorage.FLOAT32, folder.resolve("model"));

        List<Values> theirs = node.run(folder.resolve("model"), inputs);

        List<Values> ours = Tflite.PLAIN.run(GraphWriter.toBytes(graph), inputs).values();
        assertThat(theirs).hasSameSizeAs(ours);
        for (int i = 0; i < ours.size(); i++) {
            assertThat(ours.get(i).differenceFrom(theirs.get(i))).isLessThan(tolerance);
        }
    }

    private static List<Values> inputs(Model model) {
        boolean isOfNumbers = model.nodes().stream().anyMatch(each -> each.layer() instanceof Embedding);
        List<Values> inputs = new ArrayList<>();
        model.inputs().forEach(input -> {
            List<Integer> shape = new ArrayList<>(model.outputShape(input).dimensions());
            shape.add(0, 1);
            inputs.add(Values.random(
                    inputs.size() + 5, isOfNumbers ? 0 : -1, isOfNumbers ? 4 : 1, shape.toArray(Integer[]::new)));
        });
        return inputs;
    }
}
