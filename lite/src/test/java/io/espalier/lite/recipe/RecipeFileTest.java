// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.espalier.base.RecipeException;
import io.espalier.lite.BoundaryType;
import io.espalier.lite.Quantization.Granularity;
import io.espalier.lite.calibrate.CalibrationMethod;
import io.espalier.lite.schema.BuiltinOperator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RecipeFileTest {
    @ParameterizedTest
    @EnumSource
    void everyMethodHasARecipeOfItsName(Method method) {
        assertThat(Recipe.parse("quantize: " + method.id())).isEqualTo(Recipe.named(method.id()));
        assertThat(Recipe.named(method.id())).hasToString(method.id());
    }

    @Test
    void aFileSaysTheSameAsTheCalls() {
        Recipe read = Recipe.parse("""
                quantize: dynamic
                granularity: per_tensor_dense
                least_elements: 0
                rules:
                  - operator: FULLY_CONNECTED
                    quantize: weight_only_int4
                  - tensor: 'block_1[0-9]'
                    quantize: float16
                keep_float: [logits]
                """);

        assertThat(read)
                .isEqualTo(Recipe.named("dynamic")
                        .withGranularity(Granularity.PER_TENSOR_DENSE)
                        .withLeastElements(0)
                        .withRule(Rule.of(null, BuiltinOperator.FULLY_CONNECTED, Method.WEIGHT_ONLY_INT4))
                        .withRule(Rule.of("block_1[0-9]", null, Method.FLOAT16))
                        .withFloatTensors("logits"))
                .hasToString("dynamic, granularity per_tensor_dense, least_elements 0, "
                        + "FULLY_CONNECTED: weight_only_int4, /block_1[0-9]/: float16, /logits/: none");
    }

    @Test
    void whatIsChosenForIntegersIsSaidFlat() {
        Recipe read = Recipe.parse("""
                quantize: int8
                input_type: uint8
                output_type: int8
                strict: true
                calibration: percentile 99.9
                equalize: true
                rounding: gptq
                bias_correction: true
                sparse: 0.6
                """);

        assertThat(read)
                .isEqualTo(Recipe.named("int8")
                        .withInputType(BoundaryType.UINT8)
                        .withOutputType(BoundaryType.INT8)
                        .withStrict()
                        .withCalibration(new CalibrationMethod.Percentile(99.9))
                        .withEqualization()
                        .withGptqRounding()
                        .withBiasCorrection()
                        .withSparse(0.6))
                .hasToString(
                        "int8, input_type uint8, output_type int8, strict, calibration percentile 99.9, equalize, rounding gptq, bias_correction, sparse 0.6");
    }

    @Test
    void aRecipeIsTheSameAfterItWasWrittenAndRead() {
        Recipe recipe = Recipe.named("int8")
                .withGranularity(Granularity.PER_TENSOR_DENSE)
                .withLeastElements(0)
                .withInputType(BoundaryType.UINT8)
                .withStrict()
                .withCalibration(new CalibrationMethod.Percentile(99.9))
                .withEqualization()
                .withGptqRounding()
                .withBiasCorrection()
                .withSparse(0.6)
                .withRule(Rule.of(null, BuiltinOperator.FULLY_CONNECTED, Method.DYNAMIC))
                .withFloatTensors("logits");

        String yaml = recipe.toYaml();

        assertThat(Recipe.parse(yaml)).isEqualTo(recipe);
        assertThat(yaml).contains("sparse: 0.6\n", "- operator: FULLY_CONNECTED\n", "calibration: percentile 99.9\n");
        assertThat(Recipe.parse(recipe.toJson())).isEqualTo(recipe);
        assertThat(Recipe.named("dynamic").toYaml())
                .startsWith("quantize: dynamic\ngranularity: automatic\nleast_elements: 1024\n")
                .doesNotContain("sparse", "rules");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "quantise: dynamic                              | line 1: unknown key 'quantise' (did you mean 'quantize'?)",
                "quantize: dynamc                               | line 1: invalid value 'dynamc' for 'quantize' (did you mean 'dynamic'?)",
                "quantize: dynamic/granularity: per_chanel      | line 2: invalid value 'per_chanel' for 'granularity' (did you mean 'per_channel'?)",
                "quantize: dynamic/least_element: 3             | line 2: unknown key 'least_element' (did you mean 'least_elements'?)",
                "quantize: dynamic/least_elements: many         | line 2: ",
                "quantize: dynamic/least_elements: -1           | line 2: 'least_elements' must be 0 or more, not -1",
                "quantize: dynamic/rules: [{operator: CONV2D, quantize: none}] | line 2: invalid value 'CONV2D' for 'operator' (did you mean 'CONV_2D'?)",
                "quantize: dynamic/rules: [{quantize: none}]    | a rule needs 'quantize', and 'tensor' or 'operator'",
                "quantize: dynamic/rules: [{tensor: a}]         | a rule needs 'quantize'",
                "quantize: dynamic/rules: [null]                | the rule is empty; remove it",
                "quantize: dynamic/keep_float: [null]           | an item of 'keep_float' is empty; remove it",
                "quantize: dynamic/keep_float: ['(']            | '(' is not a valid regular expression",
                "quantize: dynamic/quantize: float16            | line 2: 'quantize' is already set on line 1; remove one of the two",
                "quantize: int8/input_type: int32               | line 2: invalid value 'int32' for 'input_type'",
                "quantize: dynamic/input_type: int8             | 'input_type int8' applies to integer activations only, but 'dynamic' keeps activations in float",
                "quantize: float16/rounding: gptq               | 'rounding gptq' applies to weights that become integers, but 'float16' leaves all in float",
                "quantize: float16/equalize: true/bias_correction: true | line 3: 'bias_correction' applies to weights that become integers",
                "quantize: int8/calibration: percentil          | calibration: 'percentil' is not a calibration method; choose from min_max,",
                "quantize: int8/calibration: percentile 101     | calibration: the percentile must be greater than 0 and at most 100, not 101.0",
                "quantize: int8/calibration: min_max 3          | calibration: min_max takes no parameter",
                "quantize: int8/sparse: 1.5                     | line 2: 'sparse' is the minimum share of zeros and must be greater than 0 and at most 1, not 1.5",
                "granularity: per_tensor                        | missing key 'quantize'",
                "--- # nothing                                  | missing key 'quantize'",
                "[dynamic]                                      | line 1: ",
                "quantize: [                                    | line 1: invalid YAML: expected",
            })
    void aMistakeIsRefusedWithItsLineAndWhatWasMeant(String yaml, String message) {
        assertThatExceptionOfType(RecipeException.class)
                .isThrownBy(() -> Recipe.parse(yaml.replace("/", "\n")))
                .satisfies(refused -> assertThat(
                                String.valueOf(refused.getMessage()).replaceAll(", column \\d+: ", ": "))
                        .contains(message));
    }

    @Test
    void theMessageNamesTheFile(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("mine.yaml"), "quantize: dynamc");

        assertThatExceptionOfType(RecipeException.class)
                .isThrownBy(() -> Recipe.read(file))
                .withMessageStartingWith(file + ": line 1, column 1: ");
    }

    @Test
    void anUnknownNameIsRefusedWithTheNamesThereAre() {
        assertThatExceptionOfType(RecipeException.class)
                .isThrownBy(() -> Recipe.named("flaot16"))
                .withMessageContainingAll("did you mean 'float16'?", "weight_only_int4");
    }
}
