// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.espalier.experiment.internal.RecipeSchema;
import io.espalier.experiment.recipe.CompressionRecipe;
import io.espalier.lite.recipe.Method;
import io.espalier.lite.recipe.Recipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RecipeCommandTest {
    @TempDir
    private Path folder;

    @Test
    void theListHasEachRecipeWithTheCommandsThatTakeIt() throws Exception {
        CommandRun run = CommandRun.of("recipe", "list");
        JsonNode json = new JsonMapper()
                .readTree(CommandRun.of("recipe", "list", "--json").out());

        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains("pcqat             compress  ", "float16           convert, quantize  Weights in");
        List<String> names = new ArrayList<>(CompressionRecipe.names());
        names.addAll(Method.ids());
        assertThat(json.findValuesAsText("recipe")).isEqualTo(names);
        assertThat(json.findValuesAsText("about")).doesNotContain("");
    }

    static Stream<String> names() {
        return RecipeKind.names().stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void aRecipeThatIsShownIsTheRecipeItself(String name) throws Exception {
        Path plain = Files.writeString(
                folder.resolve(name + ".yaml"),
                CommandRun.of("recipe", "show", name).out());
        CommandRun all = CommandRun.of("recipe", "show", name, "--all");
        CommandRun ofFile = CommandRun.of("recipe", "show", plain.toString());

        assertThat(CommandRun.of("recipe", "validate", plain.toString()).exitCode())
                .isZero();
        assertThat(ofFile.out()).isEqualTo(all.out()).startsWith(RecipeSchema.LINE);
        if (Method.ids().contains(name)) {
            assertThat(Recipe.parse(all.out())).isEqualTo(Recipe.read(plain)).isEqualTo(Recipe.named(name));
        } else {
            assertThat(CompressionRecipe.parse(all.out(), "another"))
                    .isEqualTo(CompressionRecipe.read(plain))
                    .isEqualTo(CompressionRecipe.named(name));
        }
    }

    @Test
    void aRecipeIsWrittenToAFileWithTheSchemaBesideIt() throws Exception {
        Path file = folder.resolve("mine.yaml");

        CommandRun run = CommandRun.of("recipe", "show", "qat", "-o", file.toString());
        CommandRun again = CommandRun.of("recipe", "show", "qat", "-o", file.toString());

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("Next: espalier recipe validate " + file);
        assertThat(file).content().startsWith(RecipeSchema.LINE).endsWith(CompressionRecipe.text("qat"));
        assertThat(folder.resolve("recipe.schema.json"))
                .hasContent(CommandRun.of("recipe", "schema").out());
        assertThat(again.exitCode()).isEqualTo(2);
        assertThat(again.err()).contains("already exists", "--force");
    }

    @Test
    void everythingThatIsWrongIsNamedAtOnce() throws Exception {
        Path good = write("good.yaml", "quantize: dynamic\n");
        Path bad = write("bad.yaml", """
                sed: 1
                steps:
                  - prun: 0.5
                  - cluster: 16
                    train: {epochs: 1.5, rate: 3}
                  - prune: 0.5
                """);

        CommandRun run = CommandRun.of("recipe", "validate", good.toString(), bad.toString());
        JsonNode json = new JsonMapper()
                .readTree(CommandRun.of("recipe", "validate", bad.toString(), "--json")
                        .out());

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.out().strip()).isEqualTo(good + ": a recipe for convert, quantize: dynamic");
        assertThat(run.err().lines())
                .hasSize(5)
                .allMatch(line -> line.contains(bad + ": line "))
                .last()
                .asString()
                .contains("line 6, column 5: step 3 (prune) would undo 'cluster'");
        assertThat(json.at("/0/valid").asBoolean()).isFalse();
        assertThat(json.at("/0/mistakes").findValuesAsText("line")).containsExactly("1", "3", "5", "5", "6");
        assertThat(json.at("/0/mistakes/0/message").asText()).startsWith("unknown key 'sed' (did you mean 'seed'?)");
    }

    @Test
    void aSpaceIsKnownAndCheckedAsSuch() throws Exception {
        Path space =
                write("space.yaml", "constraints: [flash <= 9KB]\nsteps: [{prune: [0.5, 0.8]}, {cluster: [4, 8]}]\n");
        Path wrong = write("wrong.yaml", "trials: 3\nsteps: [{prune: [0.5, 1.8]}]\n");
        Path plain = write("plain.yaml", "steps: [{prune: 0.5}]\n");

        CommandRun run = CommandRun.of("recipe", "validate", space.toString(), wrong.toString(), plain.toString());
        CommandRun said = CommandRun.of("recipe", "validate", "--space", plain.toString());
        JsonNode json = new JsonMapper()
                .readTree(CommandRun.of("recipe", "validate", space.toString(), "--json")
                        .out());

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.out())
                .contains(
                        space + ": a space for search: 4 recipes; objectives: the usual; constraints: flash <= 9KB",
                        plain + ": a recipe for compress with 1 step");
        assertThat(run.err())
                .startsWith("espalier: " + wrong + ": line 2, column 10: 'prune': the final sparsity must be ");
        assertThat(said.out()).startsWith(plain + ": a space for search: 1 recipe; ");
        assertThat(json.at("/0/kind").asText()).isEqualTo("space");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "- prune: 0.5 | line 1, column 1: the recipe must be key-value pairs, not a list",
                "just text | line 1, column 1: the recipe must be key-value pairs, not 'just text'",
                "# nothing | the file is empty",
                "name: x | no recipe: it has neither 'steps', for compress, nor 'quantize'",
                "step: [{prune: 0.5}] | unknown key 'step' (did you mean 'steps'?)",
                "steps: [{prune: &a 0.5}, {cluster: *a}] | line 1, column 17: the anchor '&a' cannot be used here",
                "quantize: !!str int8 | line 1, column 11: the tag '!!str' cannot be used here",
                "{seed: 99999999999999999999, steps: [{fine_tune: }]} | 'seed' must be a whole number, not 99999999999999999999, which is too large",
                "{quantize: int8, quantize: none} | line 1, column 18: 'quantize' is already set on line 1",
            })
    void whatIsNoRecipeIsRefused(String yaml, String message) throws Exception {
        CommandRun run =
                CommandRun.of("recipe", "validate", write("mine.yaml", yaml).toString());

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err()).contains("mine.yaml: ", message);
    }

    @Test
    void aNameThatIsUnknownIsMetWithTheNearest() {
        CommandRun run = CommandRun.of("recipe", "show", "pcqta");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("unknown recipe 'pcqta' (did you mean 'pcqat'?)");
    }

    @Test
    void aFileThatIsMissingIsBadInput() {
        assertThat(CommandRun.of("recipe", "validate", "missing.yaml").exitCode())
                .isEqualTo(3);
        assertThat(CommandRun.of("recipe", "show", "missing.yaml").exitCode()).isEqualTo(3);
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
