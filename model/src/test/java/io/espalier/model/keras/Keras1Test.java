// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.model.Model;
import io.espalier.model.keras.hdf.HdfGroup;
import io.espalier.model.keras.hdf.HdfWriter;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Dropout;
import io.espalier.model.layer.merging.Add;
import io.espalier.model.layer.pooling.MaxPooling2D;
import io.espalier.model.layer.reshaping.Permute;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files as Keras 1 wrote them, with the channels of pictures first or last. */
class Keras1Test {
    private static final String CONFIG = """
            {"class_name": "Sequential", "config": [
              {"class_name": "Convolution2D", "config": {"name": "convolution2d_1", "nb_filter": 2, "nb_row": 2, "nb_col": 3,
                "subsample": [1, 1], "border_mode": "same", "dim_ordering": "th", "activation": "relu", "bias": true,
                "init": "glorot_uniform", "batch_input_shape": [null, 3, 4, 6], "input_dtype": "float32", "trainable": true}},
              {"class_name": "MaxPooling2D", "config": {"name": "maxpooling2d_1", "pool_size": [2, 2], "strides": [2, 2],
                "border_mode": "valid", "dim_ordering": "th", "trainable": true}},
              {"class_name": "BatchNormalization", "config": {"name": "batchnormalization_1", "axis": 1, "mode": 0,
                "epsilon": 0.001, "momentum": 0.9, "trainable": true}},
              {"class_name": "Dropout", "config": {"name": "dropout_1", "p": 0.25, "trainable": true}},
              {"class_name": "Flatten", "config": {"name": "flatten_1", "trainable": true}},
              {"class_name": "Dense", "config": {"name": "dense_1", "output_dim": 2, "activation": "linear", "bias": true,
                "input_dim": 12, "trainable": true}}]}""";

    @TempDir
    private Path folder;

    @Test
    void settingsGetTheirPresentNames() throws IOException {
        Model model = KerasFiles.read(file(CONFIG, null));

        Conv2D convolution = (Conv2D) model.node("convolution2d_1").layer();
        assertThat(convolution.kernelSize()).hasToString("(2, 3)");
        assertThat(convolution.padding()).hasToString("SAME");
        assertThat(model.node("maxpooling2d_1").layer()).isInstanceOf(MaxPooling2D.class);
        assertThat(((Dropout) model.node("dropout_1").layer()).rate()).isEqualTo(0.25f);
        assertThat(model.parameters(false)).isEqualTo(2 * 2 * 3 * 3 + 2 + 4 * 2 + 12 * 2 + 2);
    }

    @Test
    void picturesComeInWithTheirChannelsLast() throws IOException {
        Model model = KerasFiles.read(file(CONFIG, null));

        assertThat(model.inputs().get(0).layer()).hasToString("Input[shape=(4, 6, 3)]");
        assertThat(model.outputShape("maxpooling2d_1")).isEqualTo(Shape.of(2, 3, 2));
    }

    @Test
    void kernelsAreTransposedAndRowsBehindAFlattenedPictureMoved() throws IOException {
        Model model = KerasFiles.read(file(CONFIG, null));

        Tensor kernel = model.weights().get("convolution2d_1", "kernel");
        // Stored is (filters, channels, rows, columns), numbered through.
        assertThat(kernel.shape()).isEqualTo(Shape.of(2, 3, 3, 2));
        assertThat(at(kernel, 1, 2, 0, 1)).isEqualTo(numberAt(Shape.of(2, 3, 2, 3), 1, 0, 1, 2));
        // Row (y, x, channel) was (channel, y, x).
        Tensor dense = model.weights().get("dense_1", "kernel");
        int stored = numberAt(Shape.of(2, 2, 3), 1, 0, 2);
        int here = numberAt(Shape.of(2, 3, 2), 0, 2, 1);
        assertThat(at(dense, here, 1)).isEqualTo(stored * 2 + 1);
        assertThat(model.weights().get("batchnormalization_1", "moving_mean").toArray())
                .containsExactly(0, 1);
    }

    @Test
    void kernelsOfTheanoAreReversed() throws IOException {
        Model plain = KerasFiles.read(file(CONFIG, null));
        Model theano = KerasFiles.read(file(CONFIG, "theano"));

        Tensor before = plain.weights().get("convolution2d_1", "kernel");
        Tensor after = theano.weights().get("convolution2d_1", "kernel");
        assertThat(at(after, 0, 0, 2, 1)).isEqualTo(at(before, 1, 2, 2, 1));
        assertThat(at(after, 1, 0, 1, 0)).isEqualTo(at(before, 0, 2, 1, 0));
    }

    @Test
    void channelsThatAreLastAlreadyStay() throws IOException {
        String last = CONFIG.replace("\"th\"", "\"tf\"")
                .replace("[null, 3, 4, 6]", "[null, 4, 6, 3]")
                .replace("\"axis\": 1", "\"axis\": 3");
        Model model = KerasFiles.read(file(last, null, Shape.of(2, 3, 3, 2)));

        assertThat(at(model.weights().get("convolution2d_1", "kernel"), 1, 2, 0, 1))
                .isEqualTo(numberAt(Shape.of(2, 3, 3, 2), 1, 2, 0, 1));
        assertThat(model.weights().get("dense_1", "kernel").toArray()).isSorted();
    }

    @Test
    void aMergeBecomesTheLayerOfItsMode() throws IOException {
        String config = """
                {"class_name": "Model", "config": {"name": "sum", "layers": [
                  {"class_name": "InputLayer", "name": "a", "inbound_nodes": [],
                   "config": {"name": "a", "batch_input_shape": [null, 3], "input_dtype": "float32", "sparse": false}},
                  {"class_name": "Merge", "name": "merge_1", "inbound_nodes": [[["a", 0, 0], ["a", 0, 0]]],
                   "config": {"name": "merge_1", "mode": "sum", "mode_type": "raw", "concat_axis": -1, "dot_axes": -1}}],
                  "input_layers": [["a", 0, 0]], "output_layers": [["merge_1", 0, 0]]}}""";

        assertThat(KerasFiles.read(file(config, null)).node("merge_1").layer()).isInstanceOf(Add.class);
    }

    @Test
    void aLayerThatDependsOnTheOrderOfDimensionsGetsItsInputInTheOrderOfTheFile() throws IOException {
        String config = CONFIG.replace(
                "{\"class_name\": \"Flatten\", \"config\": {\"name\": \"flatten_1\",",
                "{\"class_name\": \"Reshape\", \"config\": {\"name\": \"flatten_1\", \"target_shape\": [12],");

        Model model = KerasFiles.read(file(config, null));

        assertThat(model.node("flatten_1/permute").layer()).isEqualTo(new Permute(List.of(2, 0, 1)));
        assertThat(model.node("flatten_1").inputs()).containsExactly("flatten_1/permute");
        // Rows are those of the file then.
        assertThat(at(model.weights().get("dense_1", "kernel"), 3, 1)).isEqualTo(3 * 2 + 1);
    }

    private Path file(String config, @Nullable String backend) throws IOException {
        return file(config, backend, Shape.of(2, 3, 2, 3));
    }

    /** All weights are numbered through, in the order of the file. */
    private Path file(String config, @Nullable String backend, Shape kernel) throws IOException {
        HdfGroup root = new HdfGroup();
        root.put("model_config", config);
        HdfGroup weights = root.group("model_weights");
        weights.put("keras_version", "1.2.2");
        if (backend != null) {
            weights.put("backend", backend);
        }
        weights.put("layer_names", List.of("convolution2d_1", "batchnormalization_1", "dense_1"));
        put(weights, "convolution2d_1", List.of("W", "b"), List.of(kernel, Shape.of(2)));
        put(
                weights,
                "batchnormalization_1",
                List.of("gamma", "beta", "running_mean", "running_std"),
                List.of(Shape.of(2), Shape.of(2), Shape.of(2), Shape.of(2)));
        put(weights, "dense_1", List.of("W", "b"), List.of(Shape.of(12, 2), Shape.of(2)));
        Path file = folder.resolve("keras1.h5");
        HdfWriter.write(root, file);
        return file;
    }

    private static void put(HdfGroup weights, String layer, List<String> names, List<Shape> shapes) {
        HdfGroup group = weights.group(layer);
        group.put("weight_names", names.stream().map(name -> layer + "_" + name).toList());
        for (int i = 0; i < names.size(); i++) {
            float[] values = new float[shapes.get(i).elements()];
            for (int number = 0; number < values.length; number++) {
                values[number] = number;
            }
            group.dataset(layer + "_" + names.get(i), Tensor.of(shapes.get(i), values));
        }
    }

    private static float at(Tensor tensor, int... place) {
        return tensor.get(numberAt(tensor.shape(), place));
    }

    private static int numberAt(Shape shape, int... place) {
        int number = 0;
        for (int i = 0; i < place.length; i++) {
            number = number * shape.dimension(i) + place[i];
        }
        return number;
    }
}
