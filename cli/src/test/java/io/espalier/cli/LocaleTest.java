// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.lab.mnist.MnistLab;
import io.espalier.model.keras.KerasFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing that is written or compared depends on the language of the machine. */
class LocaleTest {
    @TempDir
    private static Path one;

    private static List<String> here;

    @TempDir
    private Path two;

    @BeforeAll
    static void runHere() throws Exception {
        here = everything(Locale.US, one);
    }

    // de: commas in numbers. tr: I without a dot. ar-EG: digits of its own.
    @ParameterizedTest
    @ValueSource(strings = {"de", "tr", "ar-EG"})
    void commandsSayAndWriteTheSameInAllLanguages(String language) throws Exception {
        List<String> there = everything(Locale.forLanguageTag(language), two);

        assertThat(there).isEqualTo(here);
        for (Path file : files(one)) {
            Path other = two.resolve(file.getFileName());
            if (file.toString().endsWith(".run.json")) {
                assertThat(withoutTimes(other, two)).isEqualTo(withoutTimes(file, one));
            } else {
                assertThat(other).hasSameBinaryContentAs(file);
            }
        }
    }

    // Run files tell when and where a command ran.
    private static String withoutTimes(Path runFile, Path in) throws IOException {
        String text = Files.readString(runFile).replaceAll("\"seconds\": [0-9.]+", "");
        return withoutTimes(text.replace(in.toString(), "@"));
    }

    private static List<String> everything(Locale locale, Path files) throws Exception {
        Locale before = Locale.getDefault();
        Locale.setDefault(locale);
        try {
            return run(files);
        } finally {
            Locale.setDefault(before);
        }
    }

    private static List<String> run(Path files) throws Exception {
        Path keras = files.resolve("net.h5");
        Path tflite = files.resolve("net.tflite");
        Path int8 = files.resolve("int8.tflite");
        Path recipe = Files.writeString(
                files.resolve("mine.yaml"), "steps: [{prune: 0.5, train: {epochs: 0}}, {quantize: dynamic}]");
        KerasFormat.H5.write(MnistLab.network(1), null, keras);
        List<String> said = new ArrayList<>();
        for (Object[] words : new Object[][] {
            {"help", "quantize"},
            {"version"},
            {"completion", "fish"},
            {"summary", keras},
            {"summary", keras, "--THREADS", "1"},
            {"convert", keras, "-o", tflite, "--verbose"},
            {"quantize", tflite, "-o", files.resolve("half.tflite"), "--recipe", "float16"},
            {
                "quantize",
                tflite,
                "-o",
                int8,
                "--recipe",
                "int8",
                "--calibrate",
                "mnist-sample",
                "--plan",
                "--input-type",
                "INT8"
            },
            {"inspect", int8},
            {"inspect", int8, "--json"},
            {"evaluate", int8, "--data", "mnist-sample"},
            {"evaluate", keras, "--data", "mnist-sample", "--json"},
            {"benchmark", int8, "--runs", "20"},
            {"compare", tflite, int8, "--data", "mnist-sample"},
            {"compress", keras, "--recipe", recipe, "--data", "mnist-sample", "-o", files.resolve("out")}
        }) {
            CommandRun run =
                    CommandRun.of(Stream.of(words).map(Object::toString).toArray(String[]::new));
            said.add(words[0] + " ended with " + run.exitCode() + "\n"
                    + withoutTimes((run.out() + run.err()).replace(files.toString(), "@")));
        }
        return said;
    }

    // Times differ from run to run, and so do the widths of their columns and what speaks against them; digits and
    // separators must not.
    private static String withoutTimes(String text) {
        return text.replaceAll("Note: the figures may not repeat: .*\n", "")
                .replaceAll("[0-9]+(,[0-9]+)*", "#")
                .replaceAll(" +", " ")
                .replaceAll("-+", "-");
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }
}
