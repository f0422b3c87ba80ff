// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.model.Model;
import io.espalier.model.ModelFormatException;
import io.espalier.model.Node;
import io.espalier.testing.Assets;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that Keras 2.3 and 2.4 made: models of MLPerf Tiny, and those that Deeplearning4j tests its import with. */
@Tag("conformance")
class KerasH5RealFilesTest {
    private static final String RESNET = "mlperf_tiny/image_classification/trained_models/pretrainedResnet.h5";
    private static final String WAKE_WORDS = "mlperf_tiny/visual_wake_words/trained_models/vww_96.h5";
    private static final String PERCEPTRON = "keras_h5/simple_sparse_xent/simple_sparse_xent_mlp_keras_2_model.h5";

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
        Model model = KerasFiles.read(Assets.file(name));

        assertThat(model.topology()).isEqualTo(topology);
        assertThat(model.nodes()).hasSize(layers);
        assertThat(model.parameters(false)).isEqualTo(parameters);
        assertThat(model.weights().sparsity()).isLessThan(0.5);
    }

    @Test
    void aLayerWithoutInputLayerBeforeItGetsTheInputThatKerasWouldName() throws IOException {
        Model model = KerasFiles.read(Assets.file(PERCEPTRON));

        assertThat(model.nodes()).extracting(Node::name).containsExactly("dense_1_input", "dense_1", "activation_1");
        assertThat(model.outputShape("dense_1_input").toArray()).containsExactly(4);
    }

    @Test
    void weightsAloneAreRefusedAsWeightsAlone() {
        Path file = Assets.file("keras_h5/simple_sparse_xent/simple_sparse_xent_mlp_keras_2_weights.h5");

        assertThatThrownBy(() -> KerasFiles.read(file))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContainingAll(file.toString(), "model_config", "weights only", "model.save");
    }
}
