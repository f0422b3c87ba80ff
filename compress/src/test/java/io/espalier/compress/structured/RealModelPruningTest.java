// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.structured;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.espalier.model.Model;
import io.espalier.model.keras.KerasFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Models of MLPerf Tiny that Keras trained: ResNet8 with residual additions, and a MobileNet with depthwise chains. */
class RealModelPruningTest {
    private static final String FOLDER = "assets/mlperf_tiny/";

    @ParameterizedTest
    @CsvSource({
        "image_classification/trained_models/pretrainedResnet.h5, 0.26",
        "visual_wake_words/trained_models/vww_96.h5, 0.28"
    })
    void withoutHalfTheFiltersItAnswersAsIfTheyWereZero(Path file, double shareOfParameters) throws IOException {
        Model model = read(file);
        FilterPlan plan = FilterPruning.of(0.5).plan(model);
        Model zeroed = Zeroed.filters(plan);

        Model smaller = new FilterPlan(zeroed, plan.decisions()).apply();

        assertThat((double) smaller.parameters(false) / model.parameters(false)).isLessThan(shareOfParameters);
        assertThat(smaller.outputs()).isEqualTo(model.outputs());
        assertThat(Answers.of(smaller, 1)).containsExactly(Answers.of(zeroed, 1), within(1e-5f));
    }

    private static Model read(Path file) throws IOException {
        Path path =
                Path.of(System.getProperty("espalier.shared", "absent"), FOLDER).resolve(file);
        assumeTrue(Files.isRegularFile(path), path + " is absent");
        return KerasFiles.read(path);
    }
}
