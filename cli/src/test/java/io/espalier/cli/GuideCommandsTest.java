// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs the commands of README.md and docs/ as a reader does, page by page, in a folder with the files of {@link GuideFiles}. In place of all of MNIST
 * stands its sample. Blocks behind a comment {@code not run: WHY} are left to {@link GuideSnippetsTest}.
 */
class GuideCommandsTest {
    /** Its commands need other machines' models, other times, and hours. */
    private static final String MEASUREMENTS = "docs/results.md";

    private static final Set<String> LONG = Set.of("compress", "benchmark");
    private static final Set<String> FIRST_READ = Set.of("README.md", "docs/start-student.md");

    private static final GuideCommand LAB = new GuideCommand(
            "", List.of("./espalier", "lab", "mnist", "--data", "mnist-sample", "--out", "espalier-lab/mnist"));

    private static final GuideCommand KERAS = new GuideCommand(
            "",
            List.of("./espalier", "convert", "espalier-lab/mnist/baseline.h5", "-o", "espalier-lab/mnist/model.keras"));

    @TempDir
    private static Path root;

    private static CommandRun ofLab;

    @BeforeAll
    static void runTheLab() throws Exception {
        List<CommandRun> runs =
                GuideSession.run(List.of(LAB, KERAS), root, Files.createDirectory(root.resolve("said")));
        assertThat(runs)
                .last()
                .satisfies(run -> assertThat(run.exitCode()).as(run.err()).isZero());
        ofLab = runs.get(0);
    }

    /** Pages whose commands are run by every build. */
    static List<String> pages() throws IOException {
        return pages(false);
    }

    /** Pages with training or measuring, which takes longer. */
    static List<String> longPages() throws IOException {
        return pages(true);
    }

    private static List<String> pages(boolean isLong) throws IOException {
        List<String> pages = new ArrayList<>();
        for (String page : GuideBlock.pages()) {
            List<GuideCommand> commands = GuideBlock.of(page).stream()
                    .filter(GuideBlock::isRun)
                    .flatMap(block -> GuideCommand.of(block).stream())
                    .filter(GuideCommand::isEspalier)
                    .toList();
            boolean takesLong = commands.stream()
                            .anyMatch(
                                    command -> LONG.contains(command.arguments().get(0)))
                    && !FIRST_READ.contains(page);
            if (!commands.isEmpty() && !page.equals(MEASUREMENTS) && takesLong == isLong) {
                pages.add(page);
            }
        }
        return pages;
    }

    @ParameterizedTest
    @MethodSource("pages")
    void theCommandsOfAPageWorkAndPrintWhatItShows(String page) throws Exception {
        check(page);
    }

    @ParameterizedTest
    @MethodSource("longPages")
    @Tag("conformance")
    void theCommandsOfALongPageWorkAndPrintWhatItShows(String page) throws Exception {
        check(page);
    }

    private static void check(String page) throws Exception {
        List<GuideCommand> commands = new ArrayList<>();
        List<GuideBlock> outputs = new ArrayList<>();
        List<Integer> producers = new ArrayList<>();
        for (GuideBlock block : GuideBlock.of(page)) {
            if (block.isOutput()) {
                outputs.add(block);
                producers.add(commands.size() - 1);
            } else if (block.isRun()) {
                GuideCommand.of(block).stream()
                        .filter(GuideCommand::isEspalier)
                        .map(GuideCommand::onSample)
                        .forEach(commands::add);
            }
        }
        List<CommandRun> runs = run(page, commands);

        CommandRun last = runs.get(runs.size() - 1);
        assertThat(last.exitCode())
                .as("%s: %s", commands.get(runs.size() - 1), last.err())
                .isZero();
        for (int i = 0; i < outputs.size(); i++) {
            CommandRun run = runs.get(producers.get(i));
            assertThat(GuideOutput.missing(outputs.get(i), run))
                    .as(
                            "%s shows what was not printed; printed was:%n%s%s",
                            outputs.get(i).place(), run.err(), run.out())
                    .isEmpty();
        }
    }

    /** The lab is not run again: its results are put where a page has it write them. */
    private static List<CommandRun> run(String page, List<GuideCommand> commands) throws Exception {
        Path folder = Files.createDirectories(root.resolve("pages").resolve(page));
        Path results = root.resolve("espalier-lab");
        GuideFiles.write(folder, results.resolve("mnist"), written(commands));
        for (GuideBlock block : GuideBlock.of(page)) {
            if (!block.fileName().isEmpty()) {
                Files.writeString(folder.resolve(block.fileName()), block.text());
            }
        }
        List<CommandRun> runs = new ArrayList<>();
        List<GuideCommand> rest = new ArrayList<>(commands);
        if (isLab(rest.get(0))) {
            GuideFiles.copy(results, folder.resolve("espalier-lab"));
            runs.add(ofLab);
            rest.remove(0);
        }
        assertThat(rest)
                .as("the lab is the first command of a page, and without options of its own")
                .noneMatch(GuideCommandsTest::isLab);
        Path said = Files.createDirectories(root.resolve("said").resolve(page));
        if (!rest.isEmpty()) {
            runs.addAll(GuideSession.run(rest, folder, said));
        }
        return runs;
    }

    /** What commands write before others read it. */
    private static Set<String> written(List<GuideCommand> commands) {
        Set<String> files = new HashSet<>();
        for (GuideCommand command : commands) {
            int option = command.words().indexOf("-o");
            if (option >= 0) {
                files.add(command.words().get(option + 1));
            }
        }
        return files;
    }

    private static boolean isLab(GuideCommand command) {
        return command.arguments().equals(List.of("lab", "mnist", "--data", "mnist-sample"));
    }
}
