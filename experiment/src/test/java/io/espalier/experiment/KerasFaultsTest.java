// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.lite.convert.Converter;
import io.espalier.model.Model;
import io.espalier.model.keras.KerasFiles;
import io.espalier.testing.Assets;
import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of tf.keras 2.0 and later, and of Keras 1 and 2, that others made and that were refused at first. */
@Tag("conformance")
class KerasFaultsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "bidirectional_lstm_tensorflow_1.h5",
                "cnn2d_40.h5",
                "cnn3d_16.h5",
                "convlstm2d_0.h5",
                "convlstm2d_1.h5",
                "embedding_flatten_graph_th_keras_2.json",
                "keras2_conv1d_pooling1d_tf_config.json",
                "masking_two_lstm.h5",
                "rnn_1.h5",
                "str_ww_ref_model.h5",
                "tfop_0.h5"
            })
    void filesOfOthersAreReadAndConverted(String name) throws IOException {
        Model model = KerasFiles.read(Assets.file("faults/" + name));

        assertThat(Converter.convert(model).main().operators()).isNotEmpty();
    }
}
