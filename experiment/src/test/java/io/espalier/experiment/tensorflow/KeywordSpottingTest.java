// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.lite.Graph;
import io.espalier.lite.convert.Converter;
import io.espalier.lite.tensorflow.SavedModelFormat;
import io.espalier.model.Model;
import io.espalier.model.format.ModelFormat.ReadOptions;
import io.espalier.model.format.ModelFormat.StoredModel;
import io.espalier.model.format.ModelSource;
import io.espalier.testing.Assets;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** MLPerf Tiny's network for keywords, which TensorFlow 2.3 saved with all of its functions for training. */
@Tag("conformance")
class KeywordSpottingTest {
    private static final Path FOLDER = Objects.requireNonNull(
            Assets.file("mlperf_tiny/keyword_spotting/trained_models/kws_ref_model/saved_model.pb")
                    .getParent());
    private static final ReadOptions AS_OPERATORS =
            new ReadOptions(Optional.empty(), Optional.empty(), Optional.of("serving_default"), List.of(), List.of());

    @Test
    void itsLayersAndItsGraphAnswerAsTensorFlowDoes() throws IOException {
        long[] shape = {8, 49, 10, 1};
        float[] x = new float[8 * 49 * 10];
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) random.nextDouble(-60, 60);
        }

        float[] expected = InBoth.tensorFlow(FOLDER, shape, x);

        assertThat(InBoth.tflite(Converter.convert(read(ReadOptions.NONE, Model.class)), shape, x))
                .containsExactly(expected, within(1e-5f));
        assertThat(InBoth.tflite(Converter.of(read(AS_OPERATORS, Graph.class)).convert(), shape, x))
                .containsExactly(expected, within(1e-5f));
    }

    private static <T> T read(ReadOptions options, Class<T> type) throws IOException {
        try (ModelSource source = ModelSource.open(FOLDER)) {
            StoredModel<Object> stored = SavedModelFormat.SAVED_MODEL.read(source, options);
            assertThat(stored.notes()).isEmpty();
            return stored.as(type).orElseThrow().content();
        }
    }
}
