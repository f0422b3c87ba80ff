// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.lite.Graph;
import io.espalier.lite.convert.Converter;
import io.espalier.model.Model;
import io.espalier.train.Evaluator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a model answers in TensorFlow and, lowered, in the TFLite runtime. */
class LiteAgainstTensorFlowTest {
    private static final float TOLERANCE = 1e-5f;

    @ParameterizedTest
    @CsvSource({"0, 20", "20, 40", "40, 60"})
    void randomModelsAnswerTheSame(long from, long to) {
        for (long seed = from; seed < to; seed++) {
            Model model = RandomModels.of(seed);
            RandomExamples pictures =
                    new RandomExamples(model.outputShape(model.inputs().get(0)), seed);
            float[] expected;
            try (Evaluator evaluator = Evaluator.of(model)) {
                expected = evaluator.predict(pictures).toArray();
            }

            // Only the optimized graph avoids what XNNPACK gets wrong (see ReplaceUnevenPadding).
            Graph plain = Converter.of(model).lowered();
            Graph optimized = Converter.convert(model);
            assertClose(LiteAnswers.of(plain, pictures, false), expected, "plain", model, seed);
            assertClose(LiteAnswers.of(optimized, pictures, false), expected, "optimized", model, seed);
            assertClose(LiteAnswers.of(optimized, pictures, true), expected, "optimized, in XNNPACK", model, seed);
        }
    }

    static void assertClose(float[] actual, float[] expected, String what, Model model, long seed) {
        assertThat(actual).as(what + " seed " + seed).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            int place = i;
            assertThat(Math.abs(actual[i] - expected[i]))
                    .as(() -> what + ", seed " + seed + ", place " + place + ": " + actual[place] + " for "
                            + expected[place] + "\n" + model.summary())
                    .isLessThanOrEqualTo(TOLERANCE * Math.max(1, Math.abs(expected[i])));
        }
    }
}
