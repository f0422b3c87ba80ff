// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a lab would do is said without doing it. */
class LabDryRunTest {
    @TempDir
    private Path folder;

    @Test
    void theMnistLabTellsItsStepsFilesAndTimeAndWritesNothing() throws Exception {
        Path out = folder.resolve("in/lab");

        CommandRun run =
                CommandRun.of("lab", "mnist", "--data", "mnist-sample", "--dry-run", "--json", "--out", out.toString());

        assertThat(run.exitCode()).as(run.err()).isZero();
        JsonNode plan = new JsonMapper().readTree(run.out());
        assertThat(plan.at("/parts").findValuesAsText("name"))
                .contains("baseline", "conversions", "pruned", "pcqat", "teacher", "smallest");
        assertThat(plan.at("/parts").findValuesAsText("from"))
                .contains("", "baseline", "pruned", "clustered", "distilled");
        assertThat(plan.at("/parts/0/steps/0/trainingSteps").asInt()).isEqualTo(36);
        assertThat(plan.at("/files").toString())
                .contains("baseline.h5", "smallest-int8.tflite", "pcqat-c", "report.html");
        assertThat(plan.at("/expected").asText()).contains("steps of training, about ", " s with the steps");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void theSearchOfTheMnistLabTellsItsTrialsAndTimeAndWritesNothing() throws Exception {
        String out = folder.resolve("in/lab").toString();

        CommandRun run = CommandRun.of("lab", "mnist", "--data", "mnist-sample", "--search", "--dry-run", "--out", out);

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("Trials     12, sampler grid", "with what they share trained once", "Expected");
        assertThat(run.err()).contains("before the search the lab trains its teacher and the student");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aFolderThatCannotBeMadeIsFoundOutWithoutARun() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));

        CommandRun run = CommandRun.of(
                "lab",
                "mnist",
                "--data",
                "mnist-sample",
                "--dry-run",
                "--out",
                file.resolve("out").toString());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).startsWith("espalier: " + file).contains("cannot create or write to this folder");
        assertThat(folder.toFile().list()).containsExactly("file");
    }

    @Test
    void aLabThatIsRefusedLeavesNoFolder() throws Exception {
        Path out = folder.resolve("in/lab");

        CommandRun run = CommandRun.of("lab", "mnist", "--data", folder.toString(), "--out", out.toString());

        assertThat(run.exitCode()).as(run.err()).isNotZero();
        assertThat(folder).isEmptyDirectory();
    }
}
