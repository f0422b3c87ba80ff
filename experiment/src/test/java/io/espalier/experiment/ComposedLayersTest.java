// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.data.Predictions.Deviation;
import io.espalier.lite.Graph;
import io.espalier.lite.convert.Converter;
import io.espalier.lite.quantize.Quantizer;
import io.espalier.lite.recipe.Recipe;
import io.espalier.model.Model;
import io.espalier.runtime.calibrate.Calibrator;
import io.espalier.train.Evaluator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What layers that are made of simpler operations answer in TensorFlow and in the TFLite runtime. */
class ComposedLayersTest {
    private static final long SEED = 7;

    // Of so few numbers in eight bits, calibrated on themselves.
    private static final double LEAST_SIGNAL_TO_NOISE = 100;

    // One number of them on the other side of a step makes so much of a difference.
    private static final double LEAST_OF_STEPS = 30;

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.espalier.experiment.ComposedLayerModels#all")
    void everyLayerAnswersTheSameInTheRuntime(ComposedLayerModels.Case one) {
        Model model = one.model();
        RandomExamples examples = one.examples(SEED);
        float[] expected;
        try (Evaluator evaluator = Evaluator.of(model)) {
            expected = evaluator.predict(examples).toArray();
        }

        Graph plain = Converter.of(model).lowered();
        Graph optimized = Converter.convert(model);

        assertClose(LiteAnswers.of(plain, examples, false), expected, "plain", model);
        assertClose(LiteAnswers.of(optimized, examples, false), expected, "optimized", model);
        assertClose(LiteAnswers.of(optimized, examples, true), expected, "optimized, in XNNPACK", model);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.espalier.experiment.ComposedLayerModels#all")
    void everyLayerIsConvertedToIntegersThatAnswerAlike(ComposedLayerModels.Case one) {
        Model model = one.model();
        RandomExamples examples = one.examples(SEED);
        float[] expected = LiteAnswers.of(Converter.convert(model), examples, false);

        Graph integers = Converter.of(model)
                .withQuantizer(Quantizer.of(Recipe.named("int8")).withCalibration(Calibrator.of(examples)))
                .convert();

        float[] actual = LiteAnswers.of(integers, examples, false);
        Deviation deviation = Deviation.NONE.add(expected, actual, 0, expected.length);
        assertThat(deviation.signalToNoise())
                .as(one.name())
                .isGreaterThan(one.makesSteps() ? LEAST_OF_STEPS : LEAST_SIGNAL_TO_NOISE);
    }

    private static void assertClose(float[] actual, float[] expected, String what, Model model) {
        LiteAgainstTensorFlowTest.assertClose(actual, expected, what, model, SEED);
    }
}
