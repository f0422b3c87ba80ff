// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitCallTarget;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.espalier.lab.mnist.MnistLab;
import io.espalier.model.keras.KerasFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Formatter;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing that is written or compared depends on the language of the machine. */
class LocaleTest {
    /** Methods that take the default locale if they are given none. */
    private static final Set<String> LOCALIZED =
            Set.of("format", "formatted", "printf", "toLowerCase", "toUpperCase", "getInstance", "getNumberInstance");

    private static final Set<String> OWNERS = Set.of(
            "java.lang.String",
            "java.io.PrintStream",
            "java.io.PrintWriter",
            "java.io.Console",
            "java.text.NumberFormat",
            "java.text.Collator");

    @TempDir
    Path folder;

    @Test
    void everythingThatIsFormattedNamesItsLocale() {
        noClasses()
                .should()
                .callCodeUnitWhere(new DescribedPredicate<>("it takes the default locale") {
                    @Override
                    public boolean test(JavaCall<?> call) {
                        return isLocalized(call.getTarget());
                    }
                })
                .because(
                        "numbers and letters would depend on the language of the machine: pass Locale.US or Locale.ROOT")
                .check(new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages("io.espalier"));
    }

    private static boolean isLocalized(CodeUnitCallTarget target) {
        boolean named = target.getRawParameterTypes().stream().anyMatch(type -> type.isEquivalentTo(Locale.class));
        boolean formatter = target.getOwner().isEquivalentTo(Formatter.class)
                && target.getName().equals("<init>");
        return !named
                && (formatter
                        || (OWNERS.contains(target.getOwner().getName()) && LOCALIZED.contains(target.getName())));
    }

    // de: commas in numbers. tr: I without a dot. ar-EG: digits of its own.
    @ParameterizedTest
    @ValueSource(strings = {"de", "tr", "ar-EG"})
    void commandsSayAndWriteTheSameInAllLanguages(String language) throws Exception {
        List<String> here = everything(Locale.US, folder.resolve("one"));

        List<String> there = everything(Locale.forLanguageTag(language), folder.resolve("two"));

        assertThat(there).isEqualTo(here);
        for (Path file : files(folder.resolve("one"))) {
            Path other = folder.resolve("two").resolve(file.getFileName());
            if (file.toString().endsWith(".run.json")) {
                assertThat(withoutTimes(other, folder.resolve("two")))
                        .isEqualTo(withoutTimes(file, folder.resolve("one")));
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
            Files.createDirectories(files);
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
