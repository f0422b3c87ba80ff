// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.espalier.base.RecipeException;
import io.espalier.lite.recipe.Recipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CompressionRecipeFileTest {
    @Test
    void whatIsNotSaidIsAsUsual() {
        CompressionRecipe recipe = CompressionRecipe.parse("steps: [{prune: 0.8}]", "mine");

        assertThat(recipe.name()).isEqualTo("mine");
        assertThat(recipe.batchSize()).isEqualTo(128);
        assertThat(recipe.steps()).first().isInstanceOfSatisfying(PruneStep.class, step -> {
            assertThat(step.sparsity()).isEqualTo(LayerValues.of(0.8));
            assertThat(step.from()).isEqualTo(0.5);
            assertThat(step.train()).isEqualTo(new Training(1, 0.001f, null));
        });
    }

    @Test
    void aStepSaysHowItIsTrainedAndByWhom() {
        CompressionRecipe recipe = CompressionRecipe.parse("""
                steps:
                  - cluster: 8
                    per_channel: true
                    train: {epochs: 3, learning_rate: 0.0001, distil: {teacher: big.h5, labels: 0.2}}
                """, "mine");

        assertThat(recipe.steps())
                .first()
                .extracting(step -> ((ClusterStep) step).train())
                .isEqualTo(new Training(3, 0.0001f, new Teaching("big.h5", 4, 0.2f, List.of())));
    }

    @Test
    void theTeacherAloneWillDo() {
        CompressionRecipe recipe = CompressionRecipe.parse("steps: [{distil: original}]", "mine");

        assertThat(recipe.steps())
                .first()
                .extracting(step -> ((DistilStep) step).distil().teacher())
                .isEqualTo(Teaching.ORIGINAL);
    }

    @Test
    void aStepThatQuantizesTakesWhatRecipesForQuantizationTake() {
        CompressionRecipe recipe = CompressionRecipe.parse("""
                steps:
                  - quantize: dynamic
                    granularity: per_tensor
                    keep_float: [logits]
                """, "mine");

        Recipe expected = Recipe.named("dynamic")
                .withGranularity(io.espalier.lite.Quantization.Granularity.PER_TENSOR)
                .withFloatTensors("logits");
        assertThat(recipe.steps()).containsExactly(new QuantizeStep(expected));
    }

    @ParameterizedTest
    @MethodSource("io.espalier.experiment.recipe.CompressionRecipe#names")
    void aRecipeThatIsPartOfEspalierIsTheSameAfterItWasWrittenAndRead(String name) {
        CompressionRecipe recipe = CompressionRecipe.named(name).withSeed(3).resolved(42);

        CompressionRecipe read = CompressionRecipe.parse(recipe.toYaml(), "another");

        assertThat(read).isEqualTo(recipe);
        assertThat(read.resolved(42)).isEqualTo(recipe);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "step: []                                    | line 1: unknown key 'step' (did you mean 'steps'?)",
                "steps: [{prun: 0.8}]                        | line 1: unknown step 'prun' (did you mean 'prune'?)",
                "steps:;- prune: 0.8;  fro: 0.5              | line 3: unknown key 'fro' (did you mean 'from'?)",
                "steps:;- prune: 0.8;  train: {epoch: 2}     | line 3: unknown key 'epoch' (did you mean 'epochs'?)",
                "steps:;- distil: {teacher: a, label: 0.1}   | line 2: unknown key 'label' (did you mean 'labels'?)",
                "steps:;- quantize: int8;  input_typ: int8   | line 3: unknown key 'input_typ' (did you mean 'input_type'?)",
                "steps: [{quantize: int9}]                   | invalid value 'int9' for 'quantize' (did you mean 'int8'?)",
                "steps: [{prune: much}]                      | line 1: 'prune' must be a number, not 'much'",
                "steps: [{prune: 1.0}]                       | sparsity must be at least 0 and less than 1",
                "steps: [{prune: -0.1}]                      | sparsity must be at least 0 and less than 1",
                "steps:;- prune: 0.8;  from: -0.1            | line 3: 'from': the initial sparsity must be at least 0",
                "steps:;- prune: 0.8;  begin_step: -1        | -1",
                "steps:;- prune: 0.8;  end_step: 5;  begin_step: 9 | 9",
                "steps:;- prune: 0.8;  frequency: 0          | frequency",
                "steps:;- prune: 0.8;  pattern: 4:2          | m:n sparsity",
                "steps:;- prune: 0.8;  pattern: chess        | 'chess' is not a valid pattern",
                "steps:;- prune: 0.5;  scope: model;  pattern: 2:4 | scope: model ranks single weights",
                "steps:;- prune: {dense: 1.0}               | sparsity must be at least 0 and less than 1",
                "steps:;- prune: {dense: half}              | line 2: 'prune' of 'dense' must be a number, not 'half'",
                "steps:;- prune: {}                         | line 2: 'prune' names no layer",
                "steps:;- prune: {dense: 0.5};  layers: [dense] | line 3: 'layers' cannot be combined with a value for each layer",
                "steps:;- prune: {dense: 0.5};  scope: model | line 3: scope: model has one share for all layers",
                "steps: [{cluster: 2.5}]                     | line 1: 'cluster' must be a whole number, not 2.5",
                "steps:;- quantize_aware: 8;  train: {epochs: 0} | 'epochs' of quantize_aware must be 1 or more",
                "steps: [{cluster: 1}]                       | clustering needs 2 clusters or more, not 1",
                "steps: [{quantize_aware: 3}]                | weights must have 4 to 8 bits, not 3",
                "steps: [{prune_filters: 1}]                 | the share of filters to remove must be at least 0 and less than 1",
                "steps:;- distil: {teacher: a, temperature: 0} | the temperature must be greater than 0",
                "steps:;- distil: {labels: 0.5}              | missing key 'teacher' in 'distil'",
                "steps:;- distil: a;  train: {distil: b}     | already has a teacher",
                "steps:;- fine_tune: {epochs: -1}            | line 2: 'epochs' must be 0 or more, not -1",
                "steps:;- fine_tune: {learning_rate: 0}      | line 2: 'learning_rate' must be greater than 0, not 0.0",
                "steps:;- prune: 0.8;  layers: []            | line 3: 'layers' names no layer",
                "steps:;- cluster: 16;  layers: []           | line 3: 'layers' names no layer",
                "steps:;- quantize_aware: 8;  layers: []     | line 3: 'layers' names no layer",
                "steps: [{export: []}]                       | line 1: 'export' names no format",
                "steps: [{export: [onnx]}]                   | invalid value 'onnx' for",
                "steps:;- export: [h5];  name: ../up         | '../up' is not a valid file name",
                "steps: []                                   | a recipe needs at least one step",
                "seed: 3                                     | a recipe needs at least one step",
                "steps: prune                                | line 1: 'steps' must be a list",
                "steps: [prune]                              | line 1: step 1 must be a key with a value",
                "batch_size: 0;steps: [{prune: 0.5}]         | line 1: 'batch_size' must be 1 or more, not 0",
                "validation_split: 1;steps: [{prune: 0.5}]   | line 1: 'validation_split' must be at least 0 and less than 1, not 1.0",
                "# nothing                                   | the file is empty",
                "steps: [                                    | line 1: invalid YAML: expected",
            })
    void aMistakeIsRefusedWithWhereItIsAndWhatWasMeant(String yaml, String message) {
        assertThatExceptionOfType(RecipeException.class)
                .isThrownBy(() -> CompressionRecipe.parse(yaml.replace(';', '\n'), "mine"))
                .satisfies(refused -> assertThat(
                                String.valueOf(refused.getMessage()).replaceAll(", column \\d+: ", ": "))
                        .contains(message));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "{quantize_aware: 8}, {cluster: 16}       | step 2 (cluster) would invalidate the ranges of 'quantize_aware'",
                "{quantize_aware: 8}, {prune: 0.5}        | step 2 (prune) would invalidate the ranges of 'quantize_aware'",
                "{quantize_aware: 8}, {fine_tune: }       | step 2 (fine_tune) would invalidate the ranges of 'quantize_aware'",
                "{quantize_aware: 8}, {quantize_aware: 8} | step 2 (quantize_aware) repeats 'quantize_aware'",
                "{cluster: 16}, {prune: 0.5}              | step 2 (prune) would undo 'cluster'; prune first",
                "{cluster: 16}, {cluster: 8}              | step 2 (cluster) repeats 'cluster'",
                "{cluster: {dense: 8}}, {cluster: {'d*': 8}} | step 2 (cluster) repeats 'cluster'",
                "{quantize: int8}, {fine_tune: }          | step 2 (fine_tune) trains the model after 'quantize'",
                "{prune: 0.5}, {prune_filters: 0.5}       | step 2 (prune_filters) ranks filters by norms",
                "{quantize: int8}, {quantize: int8}       | step 2 (quantize) would overwrite 'mine-int8.tflite' of step 1",
                "{export: [h5]}, {fine_tune: }, {export: [h5, tflite]} | step 3 (export) would overwrite 'mine.h5' of step 1",
                "{export: [tflite], name: Mine-int8}, {quantize: int8} | step 2 (quantize) would overwrite 'mine-int8.tflite' of step 1",
            })
    void aStepThatWouldUndoAnEarlierOneIsRefused(String steps, String message) {
        assertThatExceptionOfType(RecipeException.class)
                .isThrownBy(() -> CompressionRecipe.parse("steps: [" + steps + "]", "mine"))
                .withMessageContaining(message);
    }

    @Test
    void theMessageNamesTheFile(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("mine.yaml"), "steps: [{prun: 1}]");

        assertThatExceptionOfType(RecipeException.class)
                .isThrownBy(() -> CompressionRecipe.read(file))
                .withMessageStartingWith(file + ": line 1, column 9: ");
    }

    @Test
    void aRecipeFileGivesItsNameToTheFiles(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("mine.yaml"), "steps: [{prune: 0.5}]");

        assertThat(CompressionRecipe.read(file).name()).isEqualTo("mine");
    }

    @Test
    void anUnknownNameIsRefusedWithTheNamesThereAre() {
        assertThatExceptionOfType(RecipeException.class)
                .isThrownBy(() -> CompressionRecipe.named("pcqatt"))
                .withMessageContainingAll("did you mean 'pcqat'?", "prune-cluster");
    }
}
