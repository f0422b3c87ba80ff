// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.model.Model;
import io.espalier.model.keras.KerasFiles;
import io.espalier.model.keras.KerasReader;
import io.espalier.model.keras.KerasWeights;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Tensor;
import io.espalier.testing.Assets;
import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Models that Keras 2.3 saved with what they answered; Deeplearning4j tests its import with them. */
@Tag("conformance")
class KerasAnswersTest {
    static List<Path> models() throws IOException {
        return Assets.files("keras_h5", ".*_model[.]h5");
    }

    static List<Path> architectures() throws IOException {
        return Assets.files("keras_h5", ".*_config[.]json");
    }

    @ParameterizedTest
    @MethodSource("models")
    void aModelAnswersAsInKeras(Path file) throws IOException {
        Model model = KerasFiles.read(file);

        try (HdfFile kept = new HdfFile(beside(file, "_inputs_and_outputs.h5"))) {
            Dataset x = only(kept, "inputs");
            float[] y = (float[]) only(kept, "predictions").getDataFlat();
            Tensor input = Tensor.of(Shape.of(x.getDimensions()), (float[]) x.getDataFlat());
            KerasAnswers answers = new KerasAnswers(model, List.of(input));
            assertThat(answers.inTensorFlow()).containsExactly(y, within(1e-5f));
            assertThat(answers.inTflite().get(0)).containsExactly(y, within(1e-5f));
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void anArchitectureWithItsWeightsIsTheWholeModel(Path file) throws IOException {
        Model whole = KerasFiles.read(file);
        Path architecture = beside(file, "_config.json");
        Path weights = beside(file, "_weights.h5");

        Model read = KerasReader.standard().read(architecture, weights);
        Model filled = KerasWeights.read(weights).into(KerasFiles.read(architecture));

        assertThat(read.nodes()).isEqualTo(whole.nodes());
        assertThat(read.weights()).isEqualTo(whole.weights());
        assertThat(filled.weights()).isEqualTo(whole.weights());
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void anArchitectureAloneStartsFromASeed(Path file) throws IOException {
        Model model = KerasReader.standard().withSeed(1).read(file);

        assertThat(model.weights())
                .isEqualTo(KerasReader.standard().withSeed(1).read(file).weights());
        assertThat(model.parameters(false)).isPositive();
    }

    private static Dataset only(HdfFile file, String group) {
        return (Dataset) ((Group) file.getByPath(group))
                .getChildren()
                .values()
                .iterator()
                .next();
    }

    private static Path beside(Path model, String ending) {
        return Path.of(model.toString().replace("_model.h5", ending));
    }
}
