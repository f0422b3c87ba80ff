// SPDX-License-Identifier: Apache-2.0
package io.espalier;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.model.Model;
import io.espalier.model.keras.KerasFiles;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.reshaping.Flatten;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import jdk.jshell.JShell;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the documentation shows in Java, given to jshell line by line, page by page. */
class SnippetsTest {
    private static final Path CHECKOUT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern JAVA = Pattern.compile("(?ms)^```java\\n(.*?)^```$");

    /** The files that a reader has; the pages name them without a folder. */
    @TempDir
    private Path folder;

    @Test
    void theTourRunsAsItIs() throws IOException {
        assertThat(feed("docs/java.md", "examples/")).isEmpty();
    }

    @Test
    void theReadmeRunsAsItIs() throws IOException {
        Model model = Model.sequential()
                .input(28, 28)
                .add(new Flatten())
                .add(Dense.of(10).withActivation(ActivationFunction.SOFTMAX))
                .build(1);
        KerasFiles.write(model, null, folder.resolve("model.keras"));

        assertThat(feed("README.md", "")).isEmpty();
        assertThat(folder.resolve("smaller")).isDirectoryContaining("glob:**/report.json");
    }

    /** @return what went wrong */
    private List<String> feed(String page, String examples) throws IOException {
        String home = examples.isEmpty() ? folder + "/" : CHECKOUT + "/";
        List<String> wrong = new ArrayList<>();
        PrintStream usual = System.out;
        System.setOut(new PrintStream(OutputStream.nullOutputStream(), true));
        try (JShell shell = JShell.builder().executionEngine("local").build()) {
            Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                    .forEach(shell::addToClasspath);
            JAVA.matcher(Files.readString(CHECKOUT.resolve(page)))
                    .results()
                    .map(block -> block.group(1).replaceAll("Path\\.of\\(\"", "Path.of(\"" + home))
                    .forEach(block -> wrong.addAll(feed(shell, block)));
        } finally {
            System.setOut(usual);
        }
        return wrong;
    }

    private static List<String> feed(JShell shell, String block) {
        List<String> wrong = new ArrayList<>();
        String begun = "";
        for (String line : block.lines().toList()) {
            begun += line + "\n";
            CompletionInfo next = shell.sourceCodeAnalysis().analyzeCompletion(begun);
            while (next.completeness().isComplete()) {
                wrong.addAll(run(shell, next.source() == null ? begun : next.source()));
                begun = next.source() == null ? "" : next.remaining();
                next = shell.sourceCodeAnalysis().analyzeCompletion(begun);
            }
        }
        if (!begun.isBlank()) {
            wrong.add("not complete: " + begun);
        }
        return wrong;
    }

    private static List<String> run(JShell shell, String source) {
        List<String> wrong = new ArrayList<>();
        for (SnippetEvent event : shell.eval(source)) {
            shell.diagnostics(event.snippet())
                    .filter(diagnostic -> diagnostic.isError())
                    .forEach(diagnostic -> wrong.add(event.snippet().source() + diagnostic.getMessage(null)));
            if (event.exception() != null) {
                wrong.add(event.snippet().source() + event.exception());
            }
        }
        return wrong;
    }
}
