// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.espalier.base.RecipeException;
import io.espalier.lite.Graph;
import io.espalier.lite.Tensor;
import io.espalier.lite.calibrate.TensorRanges;
import io.espalier.lite.quantize.Quantizer;
import io.espalier.lite.recipe.Method;
import io.espalier.lite.recipe.Recipe;
import io.espalier.lite.recipe.Rule;
import io.espalier.lite.schema.TensorType;
import io.espalier.runtime.calibrate.Calibrator;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Weights that become integers beside float activations are fitted to samples as those beside integers are. */
class WeightFittingRunTest {
    private static final long SEED = 5;

    /** In dB: 3 is half the squared error. */
    @ParameterizedTest
    @CsvSource({
        "weight_only_int8, 6",
        "weight_only_int4, 6",
        "'weight_only_int8, rules: [{operator: CONV_2D, quantize: weight_only_int4}]', 4",
        "'int8, rules: [{operator: CONV_2D, quantize: weight_only_int4}]', 3",
        "'int8, rules: [{operator: CONV_2D, quantize: int8x4}]', 3"
    })
    void picturesThatWereNotSeenComeOutWithLessError(String recipe, double gain) {
        SplittableRandom random = new SplittableRandom(SEED);
        Graph graph = RandomNets.separable(random);
        Calibrator data = RandomNets.data(RandomNets.examples(100, random));
        float[] x = RandomNets.examples(100, random);
        float[] exact = RealNumbers.first(graph, x);
        Recipe plain = Recipe.parse(("quantize: " + recipe).replaceFirst(", rules", "\nrules") + "\nleast_elements: 0");
        Quantizer quantizer = Quantizer.of(plain).withCalibration(data);

        double nearest = RandomNets.signalToNoise(exact, RealNumbers.first(quantizer.quantize(graph), x), 10);
        double fitted = RandomNets.signalToNoise(
                exact,
                RealNumbers.first(
                        quantizer
                                .withRecipe(plain.withGptqRounding().withBiasCorrection())
                                .quantize(graph),
                        x),
                10);

        assertThat(fitted).as("seed " + SEED).isGreaterThan(nearest + gain);
    }

    /** The largest rounded weight of a channel need not be the largest integer. */
    @Test
    void whatIsStoredIsWhatWasFitted() {
        SplittableRandom random = new SplittableRandom(SEED);
        Graph graph = RandomNets.separable(random);
        Calibrator data = RandomNets.data(RandomNets.examples(50, random));
        Recipe recipe = Recipe.parse("quantize: weight_only_int4\nleast_elements: 0")
                .withRule(Rule.of(".*", null, Method.WEIGHT_ONLY_INT4))
                .withGptqRounding();

        Quantizer.Quantized fitted = Quantizer.of(recipe).withCalibration(data).run(graph);

        assertThat(fitted.graph().main().tensors().stream().map(Tensor::type)).contains(TensorType.INT4);
        assertThat(fitted.graph().main().tensors())
                .allMatch(tensor -> tensor.trained().scales().isEmpty());
        assertThat(fitted.plan().tensors())
                .allSatisfy(decision -> assertThat(
                                fitted.graph().main().tensors().stream().map(Tensor::quantization))
                        .contains(decision.form().quantization()));
    }

    @Test
    void rangesAloneAreNothingToFitTo() {
        SplittableRandom random = new SplittableRandom(SEED);
        Recipe recipe = Recipe.named("weight_only_int8").withLeastElements(0).withGptqRounding();

        assertThatExceptionOfType(RecipeException.class)
                .isThrownBy(() -> Quantizer.of(recipe)
                        .withCalibration(new TensorRanges(Map.of()))
                        .quantize(RandomNets.separable(random)))
                .withMessageContaining("needs calibration samples, not only ranges");
    }
}
