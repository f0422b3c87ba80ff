// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.structured;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.model.Model;
import io.espalier.model.keras.KerasFiles;
import io.espalier.testing.Assets;
import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Models of MLPerf Tiny that Keras trained: ResNet8 with residual additions, and a MobileNet with depthwise chains. */
@Tag("conformance")
class RealModelPruningTest {
    @ParameterizedTest
    @CsvSource({
        "mlperf_tiny/image_classification/trained_models/pretrainedResnet.h5, 0.26",
        "mlperf_tiny/visual_wake_words/trained_models/vww_96.h5, 0.28"
    })
    void withoutHalfTheFiltersItAnswersAsIfTheyWereZero(String file, double shareOfParameters) throws IOException {
        Model model = KerasFiles.read(Assets.file(file));
        FilterPlan plan = FilterPruning.of(0.5).plan(model);
        Model zeroed = Zeroed.filters(plan);

        Model smaller = new FilterPlan(zeroed, plan.decisions()).apply();

        assertThat((double) smaller.parameters(false) / model.parameters(false)).isLessThan(shareOfParameters);
        assertThat(smaller.outputs()).isEqualTo(model.outputs());
        assertThat(Answers.of(smaller, 1)).containsExactly(Answers.of(zeroed, 1), within(1e-5f));
    }
}
