// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.targets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.espalier.base.RecipeException;
import io.espalier.lite.BoundaryType;
import io.espalier.lite.Graph;
import io.espalier.lite.Quantization.Granularity;
import io.espalier.lite.file.GraphReader;
import io.espalier.lite.recipe.Recipe;
import io.espalier.testing.Golden;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetRecipesTest {
    @Test
    void aRecipeGetsWhatTheRuntimesNeed() {
        Recipe fitted = recipes("tflite-micro,int8-only").fitted(Recipe.named("int8"));

        assertThat(fitted.integers().inputType()).isEqualTo(BoundaryType.INT8);
        assertThat(fitted.integers().outputType()).isEqualTo(BoundaryType.INT8);
        assertThat(fitted.integers().strict()).isTrue();
    }

    @Test
    void simpleRuntimesGetOneScaleAndSimpleOperators() {
        Recipe fitted = recipes("armnn").fitted(Recipe.named("int8"));

        assertThat(fitted.weights().granularity()).isEqualTo(Granularity.PER_TENSOR_DENSE);
        assertThat(fitted.isPortable()).isTrue();
    }

    @Test
    void whatARuntimeDoesNotTakeIsRefusedWithItsName() {
        Recipe bytes = Recipe.named("int8").withInputType(BoundaryType.INT8);

        assertThatExceptionOfType(RecipeException.class)
                .isThrownBy(() -> recipes("litert-js").fitted(bytes))
                .withMessage("'input_type: int8': LiteRT.js 2.5.3 takes float32 or uint8 only");
    }

    @Test
    void runtimesThatContradictEachOtherAreNamedWithTheirRules() {
        assertThat(recipes("int8-only,litert-js,tflite").contradiction())
                .hasValue("they contradict each other about inputs and outputs: "
                        + "int8-only accelerator takes int8, LiteRT.js 2.5.3 takes float32 or uint8");
        assertThat(recipes("int8-only,litert-js").candidates(true)).noneMatch(recipe -> recipe.takesCalibration());
    }

    @ParameterizedTest
    @CsvSource({
        "mnist_softmax/dynamic.tflite, tfjs-tflite, FULLY_CONNECTED: versions above 9 are not known",
        "mnist_softmax/int8.tflite,    litert-js,   its inputs may be float32",
        "mnist_softmax/float.tflite,   opencv,      FULLY_CONNECTED: its bias is dropped",
    })
    void objectionsNameTheOperatorAndTheReason(String file, String target, String objection) throws IOException {
        Graph graph = GraphReader.read(Golden.file(file));

        assertThat(recipes(target).objections(graph)).singleElement().asString().contains(objection);
    }

    @Test
    void aRuntimeIsFoundByNameAndByNameWithVersion() {
        assertThat(Target.of("opencv")).isEqualTo(Target.of("opencv@4.13")).isEqualTo(Target.OPENCV);
    }

    @ParameterizedTest
    @CsvSource({
        "opencv@5.0,     'Espalier knows version 4.13, not 5.0'",
        "gpu@1,          'Espalier knows no particular version, not 1'",
        "open_cv,        'unknown runtime'",
    })
    void anUnknownRuntimeOrVersionIsAnError(String name, String message) {
        assertThatIllegalArgumentException().isThrownBy(() -> Target.of(name)).withMessageContaining(message);
    }

    private static TargetRecipes recipes(String names) {
        return TargetRecipes.of(Stream.of(names.split(",", -1)).map(Target::of).toList());
    }

    @Test
    void withoutARuntimeThereIsNothingToChooseFor() {
        assertThatIllegalArgumentException().isThrownBy(() -> TargetRecipes.of(List.of()));
    }
}
