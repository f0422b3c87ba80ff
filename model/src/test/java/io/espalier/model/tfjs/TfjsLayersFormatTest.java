// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.tfjs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.espalier.base.internal.JsonTree;
import io.espalier.model.Model;
import io.espalier.model.ModelFormatException;
import io.espalier.model.format.ModelFormat.ReadOptions;
import io.espalier.model.format.ModelFormat.StoredModel;
import io.espalier.model.format.ModelSource;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.BatchNormalization;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.Operations.Interpolation;
import io.espalier.model.layer.function.GeneralReLU;
import io.espalier.model.layer.preprocessing.Resizing;
import io.espalier.model.layer.recurrent.GRU;
import io.espalier.model.layer.reshaping.Flatten;
import io.espalier.model.layer.reshaping.UpSampling2D;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Size;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TfjsLayersFormatTest {
    private static final Model MODEL = Model.sequential()
            .input(6, 6, 1)
            .add(Conv2D.of(3, 3).withActivation(ActivationFunction.RELU))
            .add(new Flatten())
            .add(Dense.of(4).withActivation(ActivationFunction.SOFTMAX))
            .build(1);

    @TempDir
    private Path folder;

    @Test
    void aModelIsReadBackFromItsFolderAndFromItsJson() throws IOException {
        Path web = write(MODEL, WeightStorage.FLOAT32);

        for (Path path : new Path[] {web, web.resolve("model.json")}) {
            Model read = read(path).content();
            assertThat(read.nodes()).isEqualTo(MODEL.nodes());
            assertThat(read.weights()).isEqualTo(MODEL.weights());
        }
    }

    @Test
    void weightsAreCutIntoFilesOfTheGivenSize() throws IOException {
        Path web = write(MODEL, WeightStorage.FLOAT32.withShardBytes(100));

        assertThat(names(web))
                .contains("model.json", "group1-shard1of10.bin", "group1-shard10of10.bin")
                .hasSize(11);
        assertThat(Files.size(web.resolve("group1-shard9of10.bin"))).isEqualTo(100);
        assertThat(read(web).content().weights()).isEqualTo(MODEL.weights());
    }

    @Test
    void aSmallerModelTakesThePlaceOfALargerOneAndLeavesOtherFiles() throws IOException {
        Path web = write(MODEL, WeightStorage.FLOAT32.withShardBytes(100));
        Files.writeString(web.resolve("index.html"), "mine");

        write(MODEL, WeightStorage.of(WeightStorage.Type.UINT8));

        assertThat(names(web)).containsExactlyInAnyOrder("model.json", "group1-shard1of1.bin", "index.html");
        assertThat(Files.size(web.resolve("group1-shard1of1.bin"))).isEqualTo(MODEL.parameters(false));
    }

    @Test
    void theConfigurationIsThatOfKeras2() throws IOException {
        JsonNode json = JsonTree.parse(
                Files.readString(write(MODEL, WeightStorage.FLOAT32).resolve("model.json")));

        assertThat(json.path("format").asText()).isEqualTo("layers-model");
        JsonNode input = json.at("/modelTopology/model_config/config/layers/0/config");
        assertThat(input.path("batch_input_shape")).hasSize(4);
        assertThat(json.at("/weightsManifest/0/weights/0/name").asText()).isEqualTo("conv2d/kernel");
    }

    @Test
    void whatLayersModelsCannotHoldIsRefusedByNameAllAtOnceBeforeAnythingIsWritten() {
        Model model = Model.sequential()
                .input(4, 4, 1)
                .add("resized", new Resizing(new Size(8, 8), Interpolation.BILINEAR))
                .add("smooth", new UpSampling2D(new Size(2, 2), Interpolation.BILINEAR))
                .add("late", new GeneralReLU(1, 0, 0.5f))
                .build(1);

        assertThatExceptionOfType(ModelException.class)
                .isThrownBy(() -> write(model, WeightStorage.FLOAT32))
                .withMessageContaining("layer 'resized' (Resizing): layers models of TensorFlow.js have no such layer")
                .withMessageContaining(
                        "layer 'smooth' (UpSampling2D): TensorFlow.js ignores or refuses 'interpolation'")
                .withMessageContaining(
                        "layer 'late' (ReLU): TensorFlow.js ignores or refuses 'threshold', which is 0.5")
                .withMessageContaining("--to tfjs-graph");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aGruThatResetsAfterwardsIsRefused() {
        Model model = Model.sequential().input(4, 2).add("gru", GRU.of(3)).build(1);

        assertThatExceptionOfType(ModelException.class)
                .isThrownBy(() -> TfjsLayersFormat.TFJS_LAYERS.check(model))
                .withMessageContaining(
                        "layer 'gru' (GRU): TensorFlow.js ignores or refuses 'reset_after', which is true");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../weights.bin", "/etc/hosts", "a/../../b.bin", "http://x/y.bin", "a\\\\b.bin"})
    void aManifestThatNamesAFileElsewhereIsRefused(String path) throws IOException {
        Path web = write(MODEL, WeightStorage.FLOAT32);
        change(web, "group1-shard1of1.bin", path);

        assertThatExceptionOfType(ModelFormatException.class)
                .isThrownBy(() -> read(web))
                .withMessageContaining("model.json")
                .withMessageContaining("not in the folder of the model");
    }

    @ParameterizedTest
    @CsvSource({
        "\"shape\":[3;3;1;3], \"shape\":[3;3;1;-3], has the shape",
        "\"dtype\":\"float32\", \"dtype\":\"float99\", is of type 'float99'",
        "conv2d/bias, conv2d/kernel, two weights have the name 'conv2d/kernel'",
        "conv2d/bias, other/bias, belong to no layer of the model",
        "conv2d/bias, conv2/bias, belong to no layer of the model (did you mean 'conv2d/bias'?)",
        "dense/kernel, dense/kernal, weight 'dense/kernal' is none of layer 'dense' (Dense); which has [kernel; bias] (did you mean 'kernel'?)",
        "weightsManifest\":[, weightsManifest\":7, model.json",
        "\"class_name\":\"Flatten\", \"class_name\":\"Unheard\", Unheard"
    })
    void damageIsRefusedByName(String from, String to, String message) throws IOException {
        Path web = write(MODEL, WeightStorage.FLOAT32);
        change(web, from.replace(';', ','), to.replace(';', ','));

        assertThatExceptionOfType(ModelFormatException.class)
                .isThrownBy(() -> read(web))
                .withMessageContaining(message.replace(';', ','));
    }

    @Test
    void weightsOfALayerAreToldApartByTheirNames() throws IOException {
        Model model =
                Model.sequential().input(3).add(BatchNormalization.defaults()).build(1);
        Path web = write(model, WeightStorage.FLOAT32);
        change(web, "/gamma\"", "/x\"");
        change(web, "/beta\"", "/gamma\"");
        change(web, "/x\"", "/beta\"");

        assertThat(read(web)
                        .content()
                        .weights()
                        .get("batch_normalization", "beta")
                        .toArray())
                .containsExactly(1, 1, 1);
    }

    @Test
    void aNoteTellsThatWeightsWereTakenInOrder() throws IOException {
        Path web = write(Model.sequential().input(3).add(Dense.of(2)).build(1), WeightStorage.FLOAT32);
        change(web, "\"dense/", "\"dens/");

        assertThat(read(web).notes())
                .containsExactly("its weights have the names of no layer, such as dens/kernel, so they are taken in the"
                        + " order of the layers");
    }

    @Test
    void aFileOfWeightsThatIsMissingOrOfAnotherLengthIsNamed() throws IOException {
        Path web = write(MODEL, WeightStorage.FLOAT32.withShardBytes(100));
        Path shard = web.resolve("group1-shard4of10.bin");

        Files.write(shard, new byte[99]);
        assertThatExceptionOfType(ModelFormatException.class)
                .isThrownBy(() -> read(web))
                .withMessageContaining("group1-shard4of10.bin (99) differs from group1-shard1of10.bin (100)");

        Files.delete(shard);
        assertThatExceptionOfType(ModelFormatException.class)
                .isThrownBy(() -> read(web))
                .withMessageContaining("the weights in group1-shard4of10.bin are missing");
    }

    private Path write(Model model, WeightStorage storage) throws IOException {
        Path web = folder.resolve("web");
        TfjsLayersFormat.TFJS_LAYERS.withStorage(storage).write(model, null, web);
        return web;
    }

    private static StoredModel<Model> read(Path path) throws IOException {
        try (ModelSource source = ModelSource.open(path)) {
            return TfjsLayersFormat.TFJS_LAYERS.read(source, ReadOptions.NONE);
        }
    }

    private static void change(Path web, String from, String to) throws IOException {
        Path json = web.resolve("model.json");
        String text = Files.readString(json);
        assertThat(text).contains(from);
        Files.writeString(json, text.replace(from, to));
    }

    private static Stream<String> names(Path web) throws IOException {
        try (Stream<Path> files = Files.list(web)) {
            return files.map(file -> file.getFileName().toString()).toList().stream();
        }
    }
}
