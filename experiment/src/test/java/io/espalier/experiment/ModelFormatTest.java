// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment;

import static io.espalier.model.layer.ActivationFunction.HARD_SIGMOID_KERAS_2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.espalier.base.EspalierException;
import io.espalier.base.Provenance;
import io.espalier.lite.Buffer;
import io.espalier.lite.Graph;
import io.espalier.lite.Operator;
import io.espalier.lite.convert.Converter;
import io.espalier.lite.file.GraphReader;
import io.espalier.lite.file.GraphWriter;
import io.espalier.lite.format.TfliteFormat;
import io.espalier.lite.recipe.Recipe;
import io.espalier.lite.tensorflow.FrozenGraphFormat;
import io.espalier.lite.tensorflow.SavedModelFormat;
import io.espalier.model.Clusters;
import io.espalier.model.Model;
import io.espalier.model.TrainedQuantization;
import io.espalier.model.TrainedQuantization.ActivationKey;
import io.espalier.model.TrainedQuantization.WeightGrid;
import io.espalier.model.WeightKey;
import io.espalier.model.format.ModelFormat;
import io.espalier.model.format.ModelFormat.Feature;
import io.espalier.model.format.ModelFormat.ReadOptions;
import io.espalier.model.format.ModelFormat.StoredModel;
import io.espalier.model.format.ModelSource;
import io.espalier.model.keras.KerasFormat;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.activation.Activation;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Tensor;
import io.espalier.model.tensor.ValueRange;
import io.espalier.model.tensorflow.GraphDef;
import io.espalier.model.tensorflow.ProtoWriter;
import io.espalier.model.tensorflow.SavedModelFile;
import io.espalier.testing.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every format must do, whichever it is. */
class ModelFormatTest {
    private static final Provenance PROVENANCE = Provenance.here("train", "mnist", 7L, List.of());
    private static final Model MODEL =
            Model.sequential().input(16).add("dense", Dense.of(64)).build(1);
    private static final String ARCHITECTURE = """
            {"class_name": "Sequential", "config": {"name": "net", "layers": [
              {"class_name": "InputLayer", "config": {"batch_input_shape": [null, 4], "dtype": "float32", "name": "x"}},
              {"class_name": "Dense", "config": {"name": "dense", "units": 2, "activation": "linear", "dtype": "float32"}}
            ]}}
            """;

    @TempDir
    private Path folder;

    static List<ModelFormat<?>> all() {
        return ModelFormats.all();
    }

    static Stream<ModelFormat<?>> read() {
        return all().stream().filter(ModelFormat::isRead);
    }

    static Stream<ModelFormat<?>> written() {
        return read().filter(ModelFormat::isWritten);
    }

    static Stream<ModelFormat<?>> writtenFiles() {
        return written().filter(format -> !format.extension().isEmpty());
    }

    static Stream<ModelFormat<?>> files() {
        return all().stream().filter(format -> !format.extension().isEmpty());
    }

    @ParameterizedTest
    @MethodSource("read")
    void aModelIsRecognizedByItsContentWhateverItIsCalled(ModelFormat<?> format) throws IOException {
        for (String name : List.of("model", "model.txt", "model.h5", "model.tflite")) {
            try (ModelSource source = ModelSource.open(sample(format, name))) {
                assertThat(all().stream().filter(each -> each.recognizes(source)))
                        .containsExactly(format);
                assertThat(ModelFormats.of(source)).contains(format);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("writtenFiles")
    void aFileThatNoneRecognizesIsLeftToTheFormatThatItsNameClaims(ModelFormat<?> format) throws IOException {
        Path file =
                Files.writeString(folder.resolve("MODEL" + format.extension().toUpperCase(Locale.ROOT)), "no model");

        try (ModelSource source = ModelSource.open(file)) {
            assertThat(ModelFormats.of(source)).contains(format);
            assertThatExceptionOfType(EspalierException.class)
                    .isThrownBy(() -> format.read(source, ReadOptions.NONE))
                    .withMessageContaining(file.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"model.json", "model.txt", "model"})
    void aNameThatSaysNothingIsNoFormat(String name) throws IOException {
        try (ModelSource source = ModelSource.open(Files.writeString(folder.resolve(name), "no model"));
                ModelSource empty = ModelSource.open(folder)) {
            assertThat(ModelFormats.of(source)).isEmpty();
            assertThat(ModelFormats.of(empty)).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("written")
    void whatIsWrittenIsReadBackWithWhereItComesFrom(ModelFormat<?> format) throws IOException {
        Path file = folder.resolve("model" + format.extension());
        // A SavedModel has the operators of a model, not its layers.
        if (format.of(Model.class).isPresent() && format != SavedModelFormat.SAVED_MODEL) {
            StoredModel<Model> read = rewritten(format, Model.class, MODEL, file);
            assertThat(read.content().nodes()).isEqualTo(MODEL.nodes());
            assertThat(read.content().weights()).isEqualTo(MODEL.weights());
            assertThat(read.provenance()).contains(PROVENANCE);
        } else {
            Graph graph = Converter.convert(MODEL);
            StoredModel<Graph> read = rewritten(format, Graph.class, graph, file);
            if (format == TfliteFormat.TFLITE) {
                assertThat(GraphWriter.toBytes(read.content()))
                        .isEqualTo(GraphWriter.toBytes(graph.withProvenance(PROVENANCE)));
            } else {
                assertThat(read.content().outputNames()).isEqualTo(graph.outputNames());
                assertThat(read.content().main().tensors())
                        .extracting(tensor -> tensor.buffer())
                        .contains(kernel(graph));
            }
            assertThat(read.provenance()).contains(PROVENANCE);
        }
    }

    @ParameterizedTest
    @MethodSource("written")
    void aFormatKeepsWhatItSaysThatItHolds(ModelFormat<?> format) throws IOException {
        Path file = folder.resolve("model" + format.extension());
        for (Feature feature : format.features()) {
            switch (feature) {
                case WEIGHTS, PROVENANCE -> {} // as everything that is read back
                case TRAINED_QUANTIZATION -> {
                    TrainedQuantization trained = new TrainedQuantization(
                            Map.of(ActivationKey.beforeFunction("dense"), new ValueRange(-1, 1)),
                            Map.of(new WeightKey("dense", "kernel"), new WeightGrid(4, true)));
                    Model model = MODEL.withQuantization(trained);
                    assertThat(rewritten(format, Model.class, model, file)
                                    .content()
                                    .quantization())
                            .contains(trained);
                }
                case CLUSTERS -> {
                    Map<WeightKey, Clusters> clusters = Map.of(new WeightKey("dense", "kernel"), new Clusters(5, true));
                    Model model = MODEL.withClusters(clusters);
                    assertThat(rewritten(format, Model.class, model, file)
                                    .content()
                                    .clusters())
                            .isEqualTo(clusters);
                }
                case INTEGERS -> {
                    Graph graph = GraphReader.read(Golden.file("mnist_softmax/int8.tflite"));
                    assertThat(rewritten(format, Graph.class, graph, file)
                                    .content()
                                    .main())
                            .isEqualTo(graph.main());
                }
                case SPARSITY -> {
                    Graph sparse = Converter.of(pruned())
                            .withRecipe(Recipe.named("none").withSparse(0.5))
                            .convert();
                    Graph read = rewritten(format, Graph.class, sparse, file).content();
                    assertThat(read.main().tensors())
                            .anyMatch(tensor -> tensor.sparsity().isPresent());
                    assertThat(read.main()).isEqualTo(sparse.main());
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void aFileThatIsCutShortIsRefusedByName(ModelFormat<?> format) throws IOException {
        Path whole = sample(format, "whole");
        byte[] bytes = Files.readAllBytes(whole);
        for (int quarter = 0; quarter < 4; quarter++) {
            Path cut = folder.resolve("cut" + quarter);
            Files.write(cut, Arrays.copyOf(bytes, bytes.length * quarter / 4));

            try (ModelSource source = ModelSource.open(cut)) {
                assertThatExceptionOfType(EspalierException.class)
                        .as("%s of 4 parts", quarter)
                        .isThrownBy(() -> format.read(source, ReadOptions.NONE))
                        .withMessageContaining(cut.toString());
            }
        }
    }

    @Test
    void whatAFormatCannotHoldIsRefusedByNameBeforeAnythingIsWritten() {
        Model ofKeras2 = Model.sequential()
                .input(4)
                .add("tried", new Activation(HARD_SIGMOID_KERAS_2))
                .build(1);

        assertThatExceptionOfType(ModelException.class)
                .isThrownBy(() -> KerasFormat.JSON.write(MODEL, PROVENANCE, folder.resolve("model.json")))
                .withMessageContaining("model.json: an architecture in JSON holds no weights");
        assertThatExceptionOfType(ModelException.class)
                .isThrownBy(() -> KerasFormat.KERAS.write(ofKeras2, PROVENANCE, folder.resolve("model.keras")))
                .withMessageContaining("layer 'tried'");
        assertThat(folder).isEmptyDirectory();
    }

    /** But for zip archives, which Java opens by their path alone. */
    @Test
    void modelAndHashAreThoseOfTheFileThatWasOpenedEvenIfAnotherTakesItsName() throws IOException {
        for (ModelFormat<?> format : List.of(KerasFormat.H5, KerasFormat.JSON, TfliteFormat.TFLITE)) {
            Path file = sample(format, "model");
            String hash = sha256(file);
            try (ModelSource source = ModelSource.open(file)) {
                Files.move(
                        Files.writeString(folder.resolve("other"), "another"),
                        file,
                        StandardCopyOption.REPLACE_EXISTING);

                assertThat(format.read(source, ReadOptions.NONE).content()).isNotNull();
                assertThat(source.sha256()).isEqualTo(hash).isNotEqualTo(sha256(file));
            }
        }
    }

    @Test
    void noTwoFormatsShareANameOrAnExtension() {
        assertThat(all()).extracting(ModelFormat::id).doesNotHaveDuplicates();
        assertThat(files()).extracting(ModelFormat::extension).doesNotHaveDuplicates();
    }

    private Path sample(ModelFormat<?> format, String name) throws IOException {
        Path path = folder.resolve(format.id() + "-" + name);
        if (format == KerasFormat.JSON) {
            return Files.writeString(path, ARCHITECTURE);
        }
        Path saved = Golden.file("mobile_qat/saved_model/saved_model.pb");
        if (format == SavedModelFormat.SAVED_MODEL) {
            Files.copy(saved, Files.createDirectory(path).resolve("saved_model.pb"));
        } else if (format == FrozenGraphFormat.FROZEN_GRAPH) {
            GraphDef graph = SavedModelFile.serving(Objects.requireNonNull(saved.getParent()))
                    .graph();
            Files.write(path, ProtoWriter.graph(graph).toByteArray());
        } else if (format.of(Model.class).isPresent()) {
            format.of(Model.class).get().write(MODEL, PROVENANCE, path);
        } else {
            format.of(Graph.class).orElseThrow().write(Converter.convert(MODEL), PROVENANCE, path);
        }
        return path;
    }

    private static Buffer kernel(Graph graph) {
        Operator dense = graph.main().operators().get(0);
        return graph.main().tensor(dense.inputs().get(1)).buffer();
    }

    /** Seven of eight weights are 0. */
    private static Model pruned() {
        return MODEL.withWeights(MODEL.weights().map((key, value) -> {
            float[] values = value.toArray();
            for (int i = 0; i < values.length; i++) {
                values[i] = i % 8 == 0 ? values[i] : 0;
            }
            return Tensor.of(value.shape(), values);
        }));
    }

    private static <T> StoredModel<T> rewritten(ModelFormat<?> format, Class<T> type, T model, Path file)
            throws IOException {
        format.of(type).orElseThrow().write(model, PROVENANCE, file);
        try (ModelSource source = ModelSource.open(file)) {
            return format.read(source, ReadOptions.NONE).as(type).orElseThrow();
        }
    }

    private static String sha256(Path file) throws IOException {
        try (ModelSource source = ModelSource.open(file)) {
            return source.sha256();
        }
    }
}
