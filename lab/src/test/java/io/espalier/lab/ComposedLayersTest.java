// SPDX-License-Identifier: Apache-2.0
package io.espalier.lab;

import io.espalier.lite.Graph;
import io.espalier.lite.convert.Converter;
import io.espalier.lite.lower.ModelLowering;
import io.espalier.model.Model;
import io.espalier.train.Evaluator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What layers that are made of simpler operations answer in TensorFlow and in the TFLite runtime. */
class ComposedLayersTest {
    private static final long SEED = 7;

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.espalier.lab.ComposedLayerModels#all")
    void everyLayerAnswersTheSameInTheRuntime(ComposedLayerModels.Case one) {
        Model model = one.model();
        RandomExamples examples =
                new RandomExamples(model.outputShape(model.inputs().get(0)), SEED);
        float[] expected;
        try (Evaluator evaluator = Evaluator.of(model)) {
            expected = evaluator.predict(examples).toArray();
        }

        Graph plain = ModelLowering.lower(model);
        Graph optimized = Converter.convert(model);

        assertClose(LiteAnswers.of(plain, examples, false), expected, "plain", model);
        assertClose(LiteAnswers.of(optimized, examples, false), expected, "optimized", model);
        assertClose(LiteAnswers.of(optimized, examples, true), expected, "optimized, in XNNPACK", model);
    }

    private static void assertClose(float[] actual, float[] expected, String what, Model model) {
        LiteAgainstTensorFlowTest.assertClose(actual, expected, what, model, SEED);
    }
}
