// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.experiment.recipe.CompressionRecipe;
import io.espalier.lite.boards.Boards;
import io.espalier.lite.recipe.Recipe;
import io.espalier.search.run.RecipeSearch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;

/** What the guide shows and does not run is right as far as it can be told without running it. */
class GuideSnippetsTest {
    private static final Path REPOSITORY = Path.of("..");
    private static final Pattern INLINE = Pattern.compile("`(\\./espalier [^`]+)`");
    private static final Pattern METHOD = Pattern.compile("(?<![.\\w])([A-Z][A-Za-z0-9]+)[.]([a-z][A-Za-z0-9]+)\\(");
    private static final Pattern BENCHMARK = Pattern.compile("\"([a-z][a-z0-9-]+)\"");
    private static final Set<String> GOALS = Set.of("verify", "test", "package", "install", "site", "spotless:apply");

    @TempDir
    private Path folder;

    @Test
    void everyCommandHasOnlyOptionsThatThereAre() throws IOException {
        List<String> wrong = new ArrayList<>();
        for (GuideCommand command : commands()) {
            if (command.isEspalier()) {
                try {
                    CommandLine espalier = Main.commandLine();
                    espalier.parseArgs(command.arguments().toArray(String[]::new));
                } catch (MissingParameterException e) {
                    // Text mentions commands without all that they need.
                    assertThat(command.isMentioned())
                            .as("%s: %s", command, e.getMessage())
                            .isTrue();
                } catch (ParameterException e) {
                    wrong.add(command.place() + ": " + e.getMessage());
                }
            }
        }

        assertThat(wrong).isEmpty();
    }

    @Test
    void everyScriptBenchmarkAndGoalIsThere() throws IOException {
        Set<String> benchmarks = benchmarks();
        List<String> wrong = new ArrayList<>();
        for (GuideCommand command : commands()) {
            List<String> words = command.words();
            String program = words.get(0);
            boolean isBenchmark = program.equals("scripts/run-benchmark") && words.size() > 1;
            boolean isUnknownBenchmark = isBenchmark
                    && !benchmarks.contains(words.get(1))
                    && !words.get(1).equals("NAME");
            boolean isUnknownGoal = program.equals("./mvnw") && goals(words).anyMatch(goal -> !GOALS.contains(goal));
            if (!Files.exists(REPOSITORY.resolve(program)) || isUnknownBenchmark || isUnknownGoal) {
                wrong.add(command.toString());
            }
        }

        assertThat(wrong).isEmpty();
    }

    @Test
    void everyRecipeAndListOfBoardsIsRead() throws IOException {
        List<String> wrong = new ArrayList<>();
        for (GuideBlock block : blocks()) {
            if (block.kind().equals("yaml")) {
                try {
                    read(block);
                } catch (RuntimeException e) {
                    wrong.add(block.place() + ": " + e.getMessage());
                }
            }
        }

        assertThat(wrong).isEmpty();
    }

    /** A block behind a comment {@code fragment} is keys of a recipe of steps. */
    private void read(GuideBlock block) throws IOException {
        String yaml = block.text();
        if (yaml.startsWith("boards:")) {
            Boards.standard().with(Files.writeString(folder.resolve("boards.yaml"), yaml));
        } else if (block.note().equals("fragment")) {
            CompressionRecipe.parse(yaml + "steps: [{quantize: dynamic}]\n", "fragment");
        } else if (yaml.contains("objectives:") || yaml.contains("constraints:")) {
            RecipeSearch.parse(yaml, "guide");
        } else if (yaml.contains("steps:")) {
            CompressionRecipe.parse(yaml, "guide");
        } else {
            Recipe.parse(yaml);
        }
    }

    @Test
    void everyPieceOfJavaCompiles() throws IOException {
        GuideJava java = new GuideJava(REPOSITORY, folder);
        for (String page : GuideBlock.pages()) {
            java.add(GuideBlock.of(page).stream()
                    .filter(block -> block.kind().equals("java"))
                    .toList());
        }

        assertThat(java.errors()).isEmpty();
    }

    @Test
    void everyMethodOfATypeThatIsMentionedIsThere() throws IOException {
        List<String> wrong = new ArrayList<>();
        for (String page : GuideBlock.pages()) {
            Matcher matcher = METHOD.matcher(GuideBlock.textOf(page));
            while (matcher.find()) {
                GuideJava.exported(REPOSITORY, matcher.group(1))
                        .filter(type -> Stream.of(type.getMethods())
                                .noneMatch(method -> method.getName().equals(matcher.group(2))))
                        .ifPresent(type -> wrong.add(page + ": " + matcher.group()));
            }
        }

        assertThat(wrong).isEmpty();
    }

    private static List<GuideBlock> blocks() throws IOException {
        List<GuideBlock> blocks = new ArrayList<>();
        for (String page : GuideBlock.pages()) {
            blocks.addAll(GuideBlock.of(page));
        }
        return blocks;
    }

    /** Those of blocks, and those that are mentioned in the text. */
    private static List<GuideCommand> commands() throws IOException {
        List<GuideCommand> commands = new ArrayList<>();
        for (GuideBlock block : blocks()) {
            commands.addAll(GuideCommand.of(block));
        }
        for (String page : GuideBlock.pages()) {
            Matcher matcher = INLINE.matcher(GuideBlock.textOf(page));
            while (matcher.find()) {
                commands.add(new GuideCommand(page, GuideCommand.words(matcher.group(1))));
            }
        }
        return commands;
    }

    private static Stream<String> goals(List<String> words) {
        List<String> goals = new ArrayList<>();
        for (int i = 1; i < words.size(); i++) {
            if (words.get(i).equals("-pl")) {
                i++;
            } else if (!words.get(i).startsWith("-")) {
                goals.add(words.get(i));
            }
        }
        return goals.stream();
    }

    private static Set<String> benchmarks() throws IOException {
        Path list = REPOSITORY.resolve("bench/src/main/java/io/espalier/bench/run/Benchmarks.java");
        return Set.copyOf(BENCHMARK
                .matcher(Files.readString(list))
                .results()
                .map(match -> match.group(1))
                .distinct()
                .toList());
    }
}
