// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

class HelpPageTest {
    private static Stream<CommandLine> all(CommandLine command) {
        return Stream.concat(
                Stream.of(command), command.getSubcommands().values().stream().flatMap(HelpPageTest::all));
    }

    private static Stream<CommandLine> all() {
        return all(Main.commandLine());
    }

    @Test
    void everyOptionIsExplainedByASentence() {
        List<ArgSpec> arguments = all().map(CommandLine::getCommandSpec)
                .flatMap(command -> command.args().stream())
                .toList();

        assertThat(arguments)
                .hasSizeGreaterThan(100)
                .allSatisfy(argument -> assertThat(Explanation.sentence(argument))
                        .as(Explanation.usage(argument))
                        .matches("\\S.*[.]")
                        .doesNotContain("${"));
    }

    @Test
    void everyCommandIsExplainedByASentenceAndByExamples() {
        assertThat(all().map(CommandLine::getCommandSpec).map(CommandSpec::usageMessage))
                .hasSizeGreaterThan(13)
                .allSatisfy(usage -> {
                    assertThat(String.join(" ", usage.description())).matches("\\S.*[.]");
                    assertThat(usage.footer()).isNotEmpty();
                });
    }

    @Test
    void examplesAreCommandsThatTheParserTakes() {
        all().flatMap(command ->
                        Stream.of(command.getCommandSpec().usageMessage().footer()))
                .map(example -> example.replaceFirst(" [>|].*", "").split(" "))
                .forEach(words -> Main.commandLine(words).parseArgs(words));
    }

    @ParameterizedTest
    @ValueSource(ints = {60, 80, 120, 200})
    void noLineOfHelpIsWiderThanTheTerminal(int width) {
        assertThat(all().map(command -> command.setUsageHelpWidth(width).getUsageMessage()))
                .allSatisfy(help -> assertThat(help.lines())
                        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(width)))
                .allMatch(help -> help.contains("\n  espalier "));
    }

    @ParameterizedTest
    @CsvSource({"help, --help", "help convert, convert --help", "help lab mnist, lab mnist --help"})
    void helpShowsWhatTheOptionShows(String command, String option) throws Exception {
        CommandRun run = CommandRun.of(command.split(" "));

        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .startsWith("Usage: espalier")
                .isEqualTo(CommandRun.of(option.split(" ")).out());
    }

    @Test
    void helpOnAnUnknownCommandTellsTheNearest() throws Exception {
        CommandRun run = CommandRun.of("help", "lab", "mnits");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .isEqualTo("espalier: unknown lab 'mnits' (did you mean 'mnist'?)\nTry: espalier help lab mnist\n");
    }

    @Test
    void withoutArgumentsThereIsAnOverview() throws Exception {
        CommandRun run = CommandRun.of(List.of("-Despalier.command=./espalier"));

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out().lines())
                .contains("Make models smaller:", "First steps:", "  ./espalier lab mnist")
                .noneMatch(line -> line.contains("--help") || line.length() > 80);
    }

    @Test
    void labAloneListsTheLabs() throws Exception {
        CommandRun run = CommandRun.of("lab");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out().lines())
                .anyMatch(line -> line.startsWith("  mnist "))
                .anyMatch(line -> line.startsWith("  cats-vs-dogs "));
    }

    @Test
    void helpThatGoesElsewhereThanToATerminalHasNoColours() throws Exception {
        assertThat(CommandRun.of("convert", "--help").out()).doesNotContain("\u001b");
    }

    @Test
    void versionTellsAllVersionsWithoutLoadingTensorFlow() throws Exception {
        CommandRun run = CommandRun.of(List.of("-Xlog:class+load"), "version");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out().lines())
                .anyMatch(line -> line.matches("Espalier +\\d+[.]\\d+[.]\\d+"))
                .anyMatch(line -> line.matches("Java +\\d+.*"))
                .anyMatch(line -> line.matches("TFLite +2[.].*"))
                .anyMatch(line -> line.matches("TensorFlow +2[.].*"))
                .noneMatch(line -> line.contains("org.tensorflow."));
    }
}
