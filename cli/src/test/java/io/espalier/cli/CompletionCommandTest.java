// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompletionCommandTest {
    @TempDir
    private Path folder;

    /** Asks bash as it asks itself: the words in COMP_WORDS, the answers in COMPREPLY. */
    private static final String ASK_BASH = """
            source "$1"
            shift
            COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMP_LINE="$*" COMP_POINT=${#COMP_LINE}
            _complete_espalier 2>/dev/null # which misses the terminal
            printf '%s\\n' "${COMPREPLY[@]}"
            """;

    private static final String QUESTIONS = """
            conv                    | convert
            lab m                   | mnist
            quantize --reci         | --recipe
            quantize --recipe dy    | dynamic
            evaluate --data mnist-s | mnist-sample
            completion f            | fish
            """;

    private Path script(String shell) throws Exception {
        StringWriter script = new StringWriter();
        int exitCode =
                Main.commandLine("completion").setOut(new PrintWriter(script)).execute("completion", shell);
        assertThat(exitCode).isZero();
        return Files.writeString(folder.resolve(shell), script.toString());
    }

    private static String answer(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(answer).isZero();
        return answer.strip();
    }

    @Test
    void bashReadsTheScript() throws Exception {
        assertThat(answer("bash", "-n", script("bash").toString())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = QUESTIONS)
    void bashCompletes(String typed, String completed) throws Exception {
        Stream<String> ask =
                Stream.of("bash", "-c", ASK_BASH, "ask", script("bash").toString(), "espalier");

        assertThat(answer(Stream.concat(ask, Stream.of(typed.split(" "))).toArray(String[]::new)))
                .isEqualTo(completed);
    }

    @Test
    void fishIsToldOfEveryCommandAndOption() {
        String script = FishCompletion.of(Main.commandLine().getCommandSpec());

        assertThat(script.lines())
                .contains(
                        "complete -c espalier -n '__espalier_command \"\"' -a 'inspect' -d 'Shows the operators, tensors, quantization and sizes of a model in TFLite, and what runtimes do with it'")
                .contains(
                        "complete -c espalier -n '__espalier_command \" lab\"' -a 'mnist' -d 'Trains a small network on MNIST, compresses it with every technique, and compares the results'")
                .contains(
                        "complete -c espalier -n '__espalier_command \" benchmark\"' -l threads -r -f -d 'Number of threads (default: 1)'");
    }

    @Test
    @Tag("conformance")
    void zshReadsTheScriptAndCompletesByIt() throws Exception {
        String script = script("zsh").toString();

        assertThat(answer("zsh", "-f", "-n", script)).isEmpty();
        assertThat(answer(
                        "zsh",
                        "-f",
                        "-c",
                        "autoload -Uz compinit; compinit -u -D; source '" + script + "'; print ${_comps[espalier]}"))
                .contains("_complete_espalier");
    }

    @Test
    @Tag("conformance")
    void fishReadsTheScriptAndCompletesByIt() throws Exception {
        String script = script("fish").toString();

        assertThat(answer("fish", "--no-config", "-n", script)).isEmpty();
        for (String question : QUESTIONS.lines().toList()) {
            List<String> sides =
                    Stream.of(question.split("\\|")).map(String::strip).toList();
            assertThat(answer(
                                    "fish",
                                    "--no-config",
                                    "-c",
                                    "source '" + script + "'; complete -C 'espalier " + sides.get(0) + "'")
                            .lines()
                            .map(line -> line.split("\t")[0]))
                    .as(question)
                    .contains(sides.get(1));
        }
    }
}
