// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.model.Model;
import io.espalier.model.ModelFormatException;
import io.espalier.model.keras.config.ModelConfigWriter;
import io.espalier.model.keras.hdf.HdfGroup;
import io.espalier.model.keras.hdf.HdfWriter;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.BatchNormalization;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.activation.Activation;
import io.espalier.model.layer.activation.ReLU;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KerasWeightsTest {
    @TempDir
    private Path folder;

    @Test
    void weightsGoIntoAModelInTheOrderOfItsLayers() throws IOException {
        Path file = weights("one", "two");

        Model filled = KerasWeights.read(file).into(model(7, "a", "b"));

        assertThat(filled.weights().get("a", "kernel").toArray()).containsOnly(1);
        assertThat(filled.weights().get("b", "kernel").toArray()).containsOnly(2);
    }

    @Test
    void weightsGoToTheLayersOfTheirNames() throws IOException {
        Path file = weights("b", "elsewhere");
        Model model = model(7, "a", "b");

        KerasWeights.ByName loaded = KerasWeights.read(file).intoByName(model);

        assertThat(loaded.model().weights().get("b", "kernel").toArray()).containsOnly(1);
        assertThat(loaded.model().weights().get("a", "kernel"))
                .isEqualTo(model.weights().get("a", "kernel"));
        assertThat(loaded.loaded()).containsExactly("b");
        assertThat(loaded.missing()).containsExactly("a");
    }

    @Test
    void aLayerOfAnotherShapeIsRefusedOrSkipped() throws IOException {
        KerasWeights weights = KerasWeights.read(weights("a", "b"));
        Model other = Model.sequential()
                .input(2)
                .add("a", Dense.of(2).withoutBias())
                .add("b", Dense.of(5).withoutBias())
                .build(1);

        assertThatThrownBy(() -> weights.intoByName(other))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContainingAll("layer 'b' (Dense)", "(2, 2)", "(2, 5)");
        assertThatThrownBy(() -> weights.into(other)).hasMessageContainingAll("layer 'b' (Dense)", "(2, 2)", "(2, 5)");
        KerasWeights.ByName skipped = weights.intoByNameSkippingMismatches(other);
        assertThat(skipped.mismatched()).containsExactly("b");
        assertThat(skipped.loaded()).containsExactly("a");
    }

    @Test
    void anotherNumberOfLayersIsRefused() throws IOException {
        KerasWeights weights = KerasWeights.read(weights("a", "b"));

        assertThatThrownBy(() -> weights.into(model(1, "a", "x", "b")))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContainingAll("of 2 layers", "3 layers", "'b' in the file", "'x' in the model");
    }

    @Test
    void namesOfNoLayerAreRefused() throws IOException {
        KerasWeights weights = KerasWeights.read(weights("one", "two"));

        assertThatThrownBy(() -> weights.intoByName(model(1, "a", "b")))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContainingAll("no weights for any layer", "[one, two]", "[a, b]");
    }

    @Test
    void theWeightsOfAWholeModelGoIntoAnother() throws IOException {
        for (String name : List.of("whole.h5", "whole.keras")) {
            Path file = folder.resolve(name);
            KerasFiles.write(normalized(3), null, file);

            Model filled = KerasWeights.read(file).into(normalized(4));

            assertThat(filled.weights()).isEqualTo(normalized(3).weights());
        }
    }

    @Test
    void weightsOfAModelWithinComeUnderItsName() throws IOException {
        Model inner = Model.sequential("encoder").input(2).add("a", Dense.of(2)).build(3);
        Model whole =
                Model.sequential().input(2).add(inner).add("b", Dense.of(1)).build(4);
        HdfGroup root = new HdfGroup();
        root.put("layer_names", List.of("encoder", "b"));
        for (String weight : List.of("a/kernel", "a/bias")) {
            String layer = "encoder/" + weight.substring(0, 1);
            root.group("encoder")
                    .dataset(
                            weight + ":0",
                            Tensor.filled(
                                    whole.weights()
                                            .get(layer, weight.substring(2))
                                            .shape(),
                                    5));
        }
        root.group("encoder").put("weight_names", List.of("a/kernel:0", "a/bias:0"));
        root.group("b").put("weight_names", List.of());
        root.put("keras_version", "2.15.0");
        Path file = folder.resolve("nested.h5");
        HdfWriter.write(root, file);

        KerasWeights.ByName loaded = KerasWeights.read(file).intoByName(whole);

        assertThat(loaded.model().weights().get("encoder/a", "kernel").toArray())
                .containsOnly(5);
        assertThat(loaded.loaded()).containsExactly("encoder");
        assertThat(loaded.missing()).containsExactly("b");
    }

    @Test
    void aFileOfSomethingElseIsRefused() throws IOException {
        Path json = folder.resolve("model.json");
        Files.writeString(json, "{}");
        Path empty = folder.resolve("empty.h5");
        HdfWriter.write(new HdfGroup(), empty);

        assertThatThrownBy(() -> KerasWeights.read(json)).hasMessageContaining("architecture without weights");
        assertThatThrownBy(() -> KerasWeights.read(empty).into(model(1, "a", "b")))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContainingAll(empty.toString(), "missing attribute 'layer_names'");
    }

    @Test
    void aClassOfOnesOwnIsReadByItsMapping() throws IOException {
        Path file = folder.resolve("own.json");
        Files.writeString(file, """
                {"class_name": "Sequential", "config": {"name": "s", "layers": [{"class_name": "mine>Clip", "config":
                 {"name": "clip", "limit": 4.0, "batch_input_shape": [null, 3], "dtype": "float32"}}]}}""");

        Model model = KerasReader.standard()
                .withLayer("Clip", settings -> ReLU.max(settings.number("limit")))
                .read(file);

        assertThat(model.node("clip").layer()).isEqualTo(ReLU.max(4));
        assertThatThrownBy(() -> KerasFiles.read(file)).hasMessageContainingAll("layer 'clip' (Clip)", "not supported");
        assertThatThrownBy(() -> KerasReader.standard()
                        .withLayer("Clip", settings -> new Activation(ActivationFunction.valueOf(settings.text("f"))))
                        .read(file))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("missing setting 'f'");
    }

    @Test
    void dimensionsThatAreOpenAreClosed() throws IOException {
        Path file = folder.resolve("open.h5");
        Model model = Layers.mnist();
        HdfGroup root = H5ModelWriter.groups(model, null);
        root.put(
                "model_config",
                new ModelConfigWriter(model).write().toString().replace("[null,28,28]", "[null,null,null]"));
        HdfWriter.write(root, file);

        assertThatThrownBy(() -> KerasFiles.read(file)).hasMessageContainingAll("--input-shape", "[null,null,null]");
        assertThat(KerasReader.standard().withInputShape(28, 28).read(file).nodes())
                .isEqualTo(model.nodes());
    }

    /** Of dense layers of those names, one after the other, whose kernels are full of 1, 2, ... */
    private Path weights(String... layers) throws IOException {
        HdfGroup root = new HdfGroup();
        root.put("layer_names", List.of(layers));
        root.put("keras_version", "2.15.0");
        for (int i = 0; i < layers.length; i++) {
            HdfGroup group = root.group(layers[i]);
            group.put("weight_names", List.of("kernel:0"));
            group.dataset("kernel:0", Tensor.filled(Shape.of(2, 2), i + 1));
        }
        Path file = folder.resolve("weights.h5");
        HdfWriter.write(root, file);
        return file;
    }

    private static Model model(long seed, String... layers) {
        var model = Model.sequential().input(2);
        for (String layer : layers) {
            model = model.add(layer, Dense.of(2).withoutBias());
        }
        return model.build(seed);
    }

    private static Model normalized(long seed) {
        return Model.sequential()
                .input(2)
                .add(Dense.of(3))
                .add(BatchNormalization.defaults())
                .add(Dense.of(2))
                .build(seed);
    }
}
