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

/** What the documentation shows in Java, pasted into jshell page by page. */
class SnippetsTest {
    private static final Path CHECKOUT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern JAVA = Pattern.compile("(?ms)^```java\\n(.*?)^```$");

    /** The files that a reader has; the pages name them without a folder. */
    @TempDir
    private Path folder;

    @Test
    void theTourRunsAsItIs() throws IOException {
        assertThat(paste("docs/java.md", "examples/")).isEmpty();
    }

    @Test
    void theReadmeRunsAsItIs() throws IOException {
        Model model = Model.sequential()
                .input(28, 28)
                .add(new Flatten())
                .add(Dense.of(10).withActivation(ActivationFunction.SOFTMAX))
                .build(1);
        KerasFiles.write(model, null, folder.resolve("model.keras"));

        assertThat(paste("README.md", "")).isEmpty();
        assertThat(folder.resolve("smaller")).isDirectoryContaining("glob:**/report.json");
    }

    /** @return what went wrong */
    private List<String> paste(String page, String examples) throws IOException {
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
                    .forEach(block -> wrong.addAll(paste(shell, block)));
        } finally {
            System.setOut(usual);
        }
        return wrong;
    }

    private static List<String> paste(JShell shell, String block) {
        List<String> wrong = new ArrayList<>();
        String rest = block;
        while (!rest.isBlank()) {
            CompletionInfo next = shell.sourceCodeAnalysis().analyzeCompletion(rest);
            for (SnippetEvent event : shell.eval(next.source() == null ? rest : next.source())) {
                shell.diagnostics(event.snippet())
                        .filter(diagnostic -> diagnostic.isError())
                        .forEach(diagnostic -> wrong.add(event.snippet().source() + diagnostic.getMessage(null)));
                if (event.exception() != null) {
                    wrong.add(event.snippet().source() + event.exception());
                }
            }
            rest = next.source() == null ? "" : next.remaining();
        }
        return wrong;
    }
}
