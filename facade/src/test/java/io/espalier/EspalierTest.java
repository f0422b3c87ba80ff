// SPDX-License-Identifier: Apache-2.0
package io.espalier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.base.RecipeException;
import io.espalier.data.Dataset;
import io.espalier.data.OpenedDataset;
import io.espalier.experiment.recipe.CompressionRecipe;
import io.espalier.experiment.report.Comparison;
import io.espalier.experiment.report.Report;
import io.espalier.lite.BoundaryType;
import io.espalier.lite.quantize.Quantizer.Quantized;
import io.espalier.lite.recipe.Recipe;
import io.espalier.model.Model;
import io.espalier.model.ModelFormatException;
import io.espalier.model.keras.KerasFiles;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.pooling.MaxPooling2D;
import io.espalier.model.layer.reshaping.Flatten;
import io.espalier.model.layer.reshaping.Reshape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EspalierTest {
    @TempDir
    private static Path folder;

    private static Path keras;
    private static Path lite;
    private static OpenedDataset digits;

    @BeforeAll
    static void convertANetwork() throws IOException {
        keras = folder.resolve("model.keras");
        lite = folder.resolve("model.tflite");
        Model model = Model.sequential()
                .input(28, 28)
                .add(Reshape.to(28, 28, 1))
                .add(Conv2D.of(4, 3).withActivation(ActivationFunction.RELU))
                .add(MaxPooling2D.of(4))
                .add(new Flatten())
                .add(Dense.of(10).withActivation(ActivationFunction.SOFTMAX))
                .build(20);
        KerasFiles.write(model, null, keras);
        Espalier.convert(keras, lite);
        digits = Espalier.data("mnist-sample", keras);
    }

    @Test
    void convertingGivesTheGraphOfTheModel() throws IOException {
        assertThat(Espalier.graph(lite).main().operators())
                .isEqualTo(Espalier.graph(keras).main().operators());
    }

    @Test
    void quantizingWithoutDataMakesTheFileSmallerAndRecordsItsOrigin() throws IOException {
        Path small = folder.resolve("dynamic.tflite");

        Quantized quantized = Espalier.quantize(lite, Recipe.named("dynamic"), small);

        assertThat(Files.size(small)).isLessThan(Files.size(lite));
        assertThat(quantized.graph().provenance().orElseThrow().recipe()).isEqualTo("quantize dynamic");
        assertThat(quantized.graph().provenance().orElseThrow().parents()).hasSize(1);
    }

    @Test
    void quantizingToIntegersTakesExamples() throws IOException {
        Path integers = folder.resolve("int8.tflite");
        Recipe recipe = Recipe.named("int8").withInputType(BoundaryType.INT8);
        Dataset examples = digits.forTraining();

        Espalier.quantize(keras, recipe, examples, integers);

        float[] expected = Espalier.predict(lite, input());
        assertThat(Espalier.predict(integers, input()))
                .containsExactly(expected, org.assertj.core.data.Offset.offset(0.05f));
    }

    @Test
    void aRecipeThatNeedsExamplesSaysSoAndNamesTheFile() {
        assertThatThrownBy(() -> Espalier.quantize(lite, Recipe.named("int8"), folder.resolve("none.tflite")))
                .isInstanceOf(RecipeException.class)
                .hasMessageStartingWith(lite.toString());
        assertThat(folder.resolve("none.tflite")).doesNotExist();
    }

    @Test
    void aFileThatIsNoModelIsRefusedByName() throws IOException {
        Path text = Files.writeString(folder.resolve("text.txt"), "not a model");

        assertThatThrownBy(() -> Espalier.convert(text, lite))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageStartingWith(text.toString());
    }

    @Test
    void bothRuntimesJudgeTheSameModelAlike() throws IOException {
        double inTensorFlow = Espalier.evaluate(keras, digits.forEvaluation()).main();

        assertThat(Espalier.evaluate(lite, digits.forEvaluation()).main()).isEqualTo(inTensorFlow);
    }

    @Test
    void comparingPutsFilesBesideTheFirst() throws IOException {
        Path half = folder.resolve("half.tflite");
        Espalier.quantize(lite, Recipe.named("float16"), half);

        Comparison comparison = Espalier.compare(digits.forEvaluation().slice(0, 50), keras, half);

        assertThat(comparison.models()).hasSize(2);
        assertThat(comparison.models().get(0).bytes()).isEqualTo(Files.size(keras));
        assertThat(comparison.toText(OptionalInt.empty()))
                .contains("model.keras ran as the .tflite file of ")
                .doesNotContain("half.tflite ran");
        assertThat(comparison.models().get(1).agreement()).isEqualTo(1);
        assertThat(comparison.models().get(1).sameWeights()).isTrue();
    }

    @Test
    void compressingFollowsARecipeAndLeavesItsFilesAndAReport() throws IOException {
        CompressionRecipe recipe = CompressionRecipe.parse(
                "steps:\n  - cluster: 16\n    train: {epochs: 0}\n  - export: [tflite]\n", "small");
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        Path out = folder.resolve("small");

        Report report = Espalier.compress(keras, recipe, digits, out, new PrintStream(told, true));

        assertThat(report.variants()).extracting(Report.Variant::name).contains("small.tflite");
        assertThat(out).isDirectoryContaining("glob:**/{report.json,recipe.yaml,small.tflite}");
        assertThat(told.toString(StandardCharsets.UTF_8)).contains("step 1/2, cluster: 16");
    }

    @Test
    void aGraphWithoutLayersIsNotTrained() {
        assertThatThrownBy(() -> Espalier.compress(
                        lite, CompressionRecipe.named("prune"), digits, folder.resolve("out"), System.out))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("quantize");
    }

    private static float[] input() {
        float[] input = new float[28 * 28];
        for (int i = 0; i < input.length; i++) {
            input[i] = (i % 28) / 28f;
        }
        return input;
    }
}
