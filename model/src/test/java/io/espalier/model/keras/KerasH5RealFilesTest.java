// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.model.Model;
import io.espalier.model.ModelFormatException;
import io.espalier.model.Node;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that Keras 2.3 and 2.4 made: models of MLPerf Tiny, and those that Deeplearning4j tests its import with. */
class KerasH5RealFilesTest {
    private static final String RESNET = "mlperf_tiny/image_classification/trained_models/pretrainedResnet.h5";
    private static final String WAKE_WORDS = "mlperf_tiny/visual_wake_words/trained_models/vww_96.h5";
    private static final String PERCEPTRON = "keras_h5/simple_sparse_xent/simple_sparse_xent_mlp_keras_2_model.h5";

    @TempDir
    private Path folder;

    // Layers with an implicit input count one more than the file lists; parameters were counted with h5py.
    @ParameterizedTest
    @CsvSource({
        RESNET + ", FUNCTIONAL, 30, 78666",
        WAKE_WORDS + ", FUNCTIONAL, 85, 221794",
        PERCEPTRON + ", SEQUENTIAL, 3, 15",
        "keras_h5/activations/ReLU_0_model.h5, SEQUENTIAL, 3, 544",
        "keras_h5/activations/Softmax_0_model.h5, SEQUENTIAL, 3, 544",
        "keras_h5/conv1d/conv1d_k2_s1_d1_cl_same_model.h5, SEQUENTIAL, 2, 28",
        "keras_h5/conv1d/conv1d_k4_s3_d1_cl_valid_model.h5, SEQUENTIAL, 2, 52"
    })
    void aFileOfOurLayersIsReadWhole(String name, Model.Topology topology, int layers, long parameters)
            throws IOException {
        Model model = KerasFiles.read(asset(name));

        assertThat(model.topology()).isEqualTo(topology);
        assertThat(model.nodes()).hasSize(layers);
        assertThat(model.parameters(false)).isEqualTo(parameters);
        assertThat(model.weights().sparsity()).isLessThan(0.5);
    }

    @Test
    void aLayerWithoutInputLayerBeforeItGetsTheInputThatKerasWouldName() throws IOException {
        Model model = KerasFiles.read(asset(PERCEPTRON));

        assertThat(model.nodes()).extracting(Node::name).containsExactly("dense_1_input", "dense_1", "activation_1");
        assertThat(model.outputShape("dense_1_input").toArray()).containsExactly(4);
    }

    @Test
    void weightsAloneAreRefusedAsWeightsAlone() {
        Path file = asset("keras_h5/simple_sparse_xent/simple_sparse_xent_mlp_keras_2_weights.h5");

        assertThatThrownBy(() -> KerasFiles.read(file))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContainingAll(file.toString(), "model_config", "weights alone", "model.save");
    }

    @ParameterizedTest
    @ValueSource(strings = {RESNET, WAKE_WORDS})
    void whatWeWriteHasTheFieldsOfTheGenuineFileInTheirOrder(String name) throws IOException {
        Path genuine = asset(name);
        Path ours = folder.resolve("ours.h5");

        KerasH5.write(KerasFiles.read(genuine), null, ours);

        assertThat(withoutTrainingSettings(ours)).isEqualTo(withoutTrainingSettings(genuine));
    }

    @ParameterizedTest
    @ValueSource(strings = {RESNET, WAKE_WORDS})
    void whatWeWriteHasTheGroupsAndWeightsOfTheGenuineFile(String name) throws IOException {
        Path genuine = asset(name);
        Path ours = folder.resolve("ours.h5");
        Model model = KerasFiles.read(genuine);

        KerasH5.write(model, null, ours);

        HdfSource expected = HdfSource.read(genuine);
        HdfSource actual = HdfSource.read(ours);
        String group = KerasH5.MODEL_WEIGHTS;
        assertThat(actual.texts(group, KerasH5.LAYER_NAMES)).isEqualTo(expected.texts(group, KerasH5.LAYER_NAMES));
        for (Node node : model.nodes()) {
            String layer = group + "/" + node.name();
            assertThat(actual.texts(layer, KerasH5.WEIGHT_NAMES))
                    .isEqualTo(expected.texts(layer, KerasH5.WEIGHT_NAMES));
            for (String weight : expected.texts(layer, KerasH5.WEIGHT_NAMES)) {
                assertThat(actual.tensor(layer + "/" + weight)).isEqualTo(expected.tensor(layer + "/" + weight));
            }
        }
        assertThat(actual.text("backend")).isEqualTo(expected.text("backend"));
    }

    // Our layers have no regularizers and other initializers: only these may differ. Compared as text, so the order
    // counts.
    private static List<String> withoutTrainingSettings(Path file) throws IOException {
        JsonNode config = new JsonMapper()
                .readTree(HdfSource.read(file).text(KerasH5.MODEL_CONFIG).orElseThrow());
        List<String> lines = new ArrayList<>();
        for (JsonNode layer : config.path("config").path("layers")) {
            ObjectNode settings = (ObjectNode) layer.path("config");
            settings.fieldNames().forEachRemaining(field -> {
                if (field.endsWith("_regularizer") || field.endsWith("_initializer")) {
                    settings.put(field, "any");
                }
            });
            lines.add(layer.toString());
        }
        lines.add(config.path("config").path("input_layers").toString());
        lines.add(config.path("config").path("output_layers").toString());
        lines.add(config.path("class_name").asText());
        return lines;
    }

    private static Path asset(String name) {
        Path file = Path.of(System.getProperty("espalier.shared", "shared"), "assets", name);
        assumeTrue(Files.exists(file), () -> file + " is not here");
        return file;
    }
}
