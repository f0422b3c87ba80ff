// SPDX-License-Identifier: Apache-2.0
package io.espalier.consumers;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.lite.convert.Converter;
import io.espalier.lite.file.GraphWriter;
import io.espalier.model.Model;
import io.espalier.model.Weights;
import io.espalier.model.format.ModelFormat.ReadOptions;
import io.espalier.model.format.ModelSource;
import io.espalier.model.keras.KerasFiles;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.Embedding;
import io.espalier.model.tensor.Tensor;
import io.espalier.model.tfjs.TfjsLayersFormat;
import io.espalier.model.tfjs.WeightStorage;
import io.espalier.testing.Assets;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Layers models in TensorFlow.js 4.22, in Node. */
@Tag("conformance")
class TfjsLayersTest {
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
    void anExportedModelComputesWhatTheTfliteFileDoes(String name) throws IOException {
        Model model = lively(LayersModels.all().get(name));
        check(model, 1e-5);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mlperf_tiny/image_classification/trained_models/pretrainedResnet.h5",
                "mlperf_tiny/visual_wake_words/trained_models/vww_96.h5"
            })
    void networksOfOthersComputeWhatTheTfliteFileDoes(String name) throws IOException {
        check(KerasFiles.read(Assets.file(name)), 1e-5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sequential", "recurrent", "nested"})
    void whatTensorFlowJsSavesIsReadAndComputesTheSame(String name) throws IOException {
        Path saved = folder.resolve("saved");
        List<Values> inputs = List.of(
                switch (name) {
                    case "sequential" -> Values.random(3, -1, 1, 1, 8, 8, 2);
                    case "recurrent" -> Values.random(3, -1, 1, 1, 6, 3);
                    default -> Values.random(3, -1, 1, 1, 4);
                });

        List<Values> theirs = node.save(name, saved, inputs);

        Model model = read(saved);
        assertSame(ours(model, inputs), theirs, 1e-5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"FLOAT16", "UINT8", "UINT16"})
    void smallerWeightsAreThoseThatAreReadBack(String type) throws IOException {
        Model model = lively(LayersModels.all().get("residual"));
        TfjsLayersFormat.TFJS_LAYERS
                .withStorage(WeightStorage.of(WeightStorage.Type.valueOf(type)).withShardBytes(1001))
                .write(model, null, folder.resolve("small"));

        Model read = read(folder.resolve("small"));

        List<Values> inputs = inputs(model);
        assertSame(ours(read, inputs), node.run(folder.resolve("small"), inputs), 1e-5);
    }

    private void check(Model model, double tolerance) throws IOException {
        Path written = folder.resolve("model");
        TfjsLayersFormat.TFJS_LAYERS.write(model, null, written);
        List<Values> inputs = inputs(model);

        List<Values> ours = ours(model, inputs);

        assertSame(ours, node.run(written, inputs), tolerance);
        assertSame(ours(read(written), inputs), ours, tolerance);
    }

    @Test
    void namesThatTensorFlowJsRefusesAreChanged() throws IOException {
        Model model = Model.sequential().input(4).add("größe 1", Dense.of(3)).build(1);

        check(lively(model), 1e-5);
    }

    private static void assertSame(List<Values> one, List<Values> other, double tolerance) {
        assertThat(other).hasSameSizeAs(one);
        for (int i = 0; i < one.size(); i++) {
            assertThat(one.get(i).differenceFrom(other.get(i))).isLessThan(tolerance);
        }
    }

    private static Model read(Path from) throws IOException {
        try (ModelSource source = ModelSource.open(from)) {
            return TfjsLayersFormat.TFJS_LAYERS.read(source, ReadOptions.NONE).content();
        }
    }

    private static List<Values> ours(Model model, List<Values> inputs) {
        return Tflite.PLAIN
                .run(GraphWriter.toBytes(Converter.convert(model)), inputs)
                .values();
    }

    private static List<Values> inputs(Model model) {
        List<Values> inputs = new ArrayList<>();
        model.inputs().forEach(input -> {
            List<Integer> shape = new ArrayList<>(model.outputShape(input).dimensions());
            shape.add(0, 1);
            boolean isOfNumbers = model.nodes().stream().anyMatch(each -> each.layer() instanceof Embedding);
            inputs.add(Values.random(
                    inputs.size() + 5, isOfNumbers ? 0 : -1, isOfNumbers ? 4 : 1, shape.toArray(Integer[]::new)));
        });
        return inputs;
    }

    /** Weights of which none could be left out unnoticed. */
    private static Model lively(Model model) {
        SplittableRandom random = new SplittableRandom(11);
        Weights weights = model.weights().map((key, value) -> {
            boolean isPositive =
                    key.weight().contains("variance") || key.weight().contains("gamma");
            float[] numbers = value.toArray();
            double width = key.weight().contains("kernel") ? 0.3 : 0.5;
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = (float) (isPositive ? random.nextDouble(0.5, 1.5) : random.nextDouble(-width, width));
            }
            return Tensor.of(value.shape(), numbers);
        });
        return model.withWeights(weights);
    }
}
