// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.lite.convert.Converter;
import io.espalier.lite.file.GraphWriter;
import io.espalier.model.Model;
import io.espalier.model.layer.Dense;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsageMistakeTest {
    @TempDir
    private static Path folder;

    @BeforeAll
    static void putModelsThere() throws Exception {
        Model network = Model.sequential().input(2).add(Dense.of(1)).build(1);
        GraphWriter.write(Converter.convert(network), folder.resolve("net.tflite"));
        Files.writeString(folder.resolve("net.h5"), "");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "convert n.h5             | convert: missing arguments:                         | convert n.h5 --output n.tflite",
                "convert                  | --output: The .tflite file to write                | convert --help",
                "quantize n.tflite -o s.tflite | --recipe: none, float16, dynamic       | quantize n.tflite -o s.tflite --recipe dynamic",
                "quantize n.tflite -o s.tflite --recipe | --recipe needs a value: none, | quantize n.tflite -o s.tflite --recipe dynamic",
                "compress n.h5 --recipe prune --data mnist | --output: Output folder | compress n.h5 --recipe prune --data mnist --output n-small",
                "quantize n.tflite -o s.tflite --recpe int8 | quantize: unknown option '--recpe' (did you mean '--recipe'?) | quantize n.tflite -o s.tflite --recipe int8",
                "convert n.h5 -o s.tflite --calib=mnist | convert: unknown option '--calib' (did you mean '--calibrate'?) | convert n.h5 -o s.tflite --calibrate=mnist",
                "search --space r.yaml --model n.h5 --data mnist -o s | SPACE.yaml stands by itself | search r.yaml --model n.h5 --data mnist -o s",
                "convert --model=n.h5 -o s.tflite | MODEL stands by itself | convert n.h5 -o s.tflite",
                "evaluate n.h5 --data mnist --scal r.yaml | evaluate: unknown option '--scal' | evaluate --help",
                "evaluate n.h5 --data mnist --scal=none | (did you mean '--scale'?) | evaluate n.h5 --data mnist --scale=none",
                "sensitivity n.tflite --forms int8 | sensitivity: unknown option '--forms' | sensitivity --help",
                "summary n.h5 --forse x | summary: unknown option '--forse' | summary --help",
                "inspect n.tflite --nonsense | inspect: unknown option '--nonsense'      | inspect --help",
                "benchmark n.tflite --runs abc | --runs: 'abc' is not a whole number    | benchmark n.tflite --runs 1000",
                "benchmark n.tflite --runs=1.5 | --runs: '1.5' is not a whole number    | benchmark n.tflite --runs=1000",
                "lab mnist --seed x       | --seed: 'x' is not a whole number           | lab mnist --seed 42",
                "convert n.h5 -o s.tflite --input-shape 28,x | --input-shape: '28,x' is not a shape | convert n.h5 -o s.tflite --input-shape 224,224,3",
                "summary n.h5 --input-shape 28 --input-shape 1 | is given more than once | summary n.h5 --input-shape 1",
                "compare a.tflite b.tflite --data mnist --html | --html needs a value | compare a.tflite b.tflite --data mnist --html a.html",
                "summary -x n.h5 | summary: unknown option '-x' | summary --help",
                "inspect --json | MODEL: A model, a .tflite, .keras | inspect --help",
                "compare --data mnist | MODEL: Two or more models | compare --help",
                "completion | SHELL: bash, zsh, fish | completion bash",
                "convert n.h5 -o s.tflite --input-type int9 | 'int9' is not one of float32, int8, uint8, int16 (did you mean 'int8'?) | convert n.h5 -o s.tflite --input-type int8",
                "evaluate n.h5 --data mnist --scale 2 | --scale: unknown range '2'; choose 0..1, -1..1 or none | evaluate n.h5 --data mnist --scale 0..1",
                "inspect a.tflite b.tflite | inspect takes one MODEL; unexpected argument 'b.tflite' | inspect a.tflite",
                "version now              | version takes only options; unexpected argument 'now' | version",
                "benchmark n.tflite --runs 3 --runs 4 | --runs is given more than once; give it once | benchmark n.tflite --runs 4",
                "inspect n.tflite --json=yes | --json takes no value                    | inspect n.tflite --json",
                "inspct n.tflite          | unknown command 'inspct' (did you mean 'inspect'?) | inspect n.tflite",
                "frobnicate               | unknown command 'frobnicate'            | --help",
                "lab mnits --seed 1       | unknown lab 'mnits' (did you mean 'mnist'?) | lab mnist --seed 1",
                "completion bsh           | SHELL: 'bsh' is not one of bash, zsh, fish (did you mean 'bash'?) | completion bash",
                "version -q -v            | --quiet and --verbose exclude each other | --help",
            })
    void isToldInPlainWordsWithACommandToPaste(String arguments, String message, String hint) {
        StringWriter err = new StringWriter();
        String[] words = arguments.split(" ");

        int exitCode = Main.commandLine(words).setErr(new PrintWriter(err)).execute(words);

        assertThat(exitCode).isEqualTo(2);
        assertThat(err.toString()).startsWith("espalier: ").contains(message).doesNotContain("Unmatched", "Missing");
        assertThat(err.toString().lines().reduce((first, last) -> last)).hasValue("Try: espalier " + hint);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "quantize @/net.tflite -o @/x.txt --recipe dynamic | the output is a .tflite file | Try: espalier quantize @/net.tflite -o @/x.tflite --recipe dynamic",
                "quantize @/net.tflite -o @ --recipe dynamic | this is a folder; name a file in it    | Try: espalier quantize @/net.tflite -o @/model.tflite --recipe dynamic",
                "quantize @/net.tflite -o @/net.tflite --recipe dynamic | already exists       | Try: espalier quantize @/net.tflite -o @/net-2.tflite --recipe dynamic",
                "quantize @/net.tflite -o @/no/x.tflite --recipe dynamic | the folder @/no does not exist | Try: mkdir -p @/no",
                "inspect @/nett.tflite    | no such file (did you mean 'net.tflite'?) | did you mean",
                "inspect @                | this is a folder; name the model file in it    | folder",
                "summary @/net.tflite     | summary takes models of layers         | Try: espalier inspect @/net.tflite",
                "convert @/net.tflite -o @/x.tflite | already a .tflite file           | Try: espalier quantize @/net.tflite -o net-dynamic.tflite --recipe dynamic",
            })
    void filesThatWillNotDoAreToldWithACommandToPaste(String arguments, String message, String hint) {
        StringWriter err = new StringWriter();
        String[] words = arguments.replace("@", folder.toString()).split(" ");

        Main.commandLine(words).setErr(new PrintWriter(err)).execute(words);

        assertThat(err.toString())
                .contains(message.replace("@", folder.toString()), hint.replace("@", folder.toString()));
    }

    @Test
    void aLinkThatLeadsNowhereIsNotCalledByItsOwnName() throws Exception {
        Path link = folder.resolve("loop.h5");
        Files.createSymbolicLink(link, link);

        CommandRun run = CommandRun.of("summary", link.toString());

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err()).contains("loop.h5: a link that leads to no file").doesNotContain("did you mean");
    }

    @Test
    void dataThatAreNotThereAreCalledMissing() throws Exception {
        CommandRun run = CommandRun.of(
                "lab",
                "mnist",
                "--data",
                "nofolder",
                "--out",
                folder.resolve("lab").toString());

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("nofolder: no such folder, file or data set");
    }

    @Test
    void wordsToPasteAreQuotedAsBashReadsThem() throws Exception {
        List<String> words =
                List.of("plain-1.tflite", "two words", "it's", "a\"b", "größe.h5", "$HOME", "*", "-1..1", "x=y", "");
        String command =
                ShellCommand.of("printf", "%s\\n", "-").replace(" -", "") + " " + ShellCommand.of(words.toArray());

        Process bash = new ProcessBuilder("bash", "-c", command)
                .redirectErrorStream(true)
                .start();

        assertThat(new String(bash.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo(String.join("\n", words) + "\n");
        assertThat(ShellCommand.espalier("inspect", Path.of("my net.tflite")))
                .isEqualTo("espalier inspect 'my net.tflite'");
        assertThat(ShellCommand.of("größe.h5", "plain.h5")).doesNotContain("'");
    }
}
