// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.base.Provenance;
import io.espalier.experiment.measure.Machine;
import io.espalier.experiment.report.Report;
import io.espalier.experiment.report.Report.Variant;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportCommandTest {
    @TempDir
    private Path folder;

    @Test
    void theTableAndTheVerdictArePrintedAgain() throws Exception {
        report().write(folder);

        Files.createFile(folder.resolve("small.tflite"));

        CommandRun run = CommandRun.of("report", folder.toString());

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("small.tflite", "0.9500", "Recommended for edge devices: small.tflite");
        assertThat(run.err()).contains("inspect");
    }

    @Test
    void aReportWithoutDetailsBecomesAPageThatSaysSo() throws Exception {
        report().write(folder);
        Path page = folder.resolve("page.html");

        CommandRun run = CommandRun.of("report", folder.toString(), "--html", page.toString());

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(Files.readString(page).contains("kept no weights, curves and answers"))
                .isTrue();
        CommandRun again = CommandRun.of("report", folder.toString(), "--html", page.toString());
        assertThat(again.exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(again.err()).contains("already exists");
    }

    @Test
    void aFolderWithoutAReportIsRefused() throws Exception {
        CommandRun empty = CommandRun.of("report", folder.toString());
        Files.writeString(folder.resolve("report.json"), "{}");
        CommandRun damaged = CommandRun.of("report", folder.toString());

        assertThat(empty.exitCode()).isEqualTo(ExitCode.BAD_INPUT_FILE);
        assertThat(empty.err()).contains("report.json: does not exist; name the folder of a lab");
        assertThat(damaged.exitCode()).isEqualTo(ExitCode.BAD_INPUT_FILE);
        assertThat(damaged.err()).contains("is no report of a lab");
    }

    @Test
    void theFileOfAReportStandsForItsFolderAndNoOtherDoes() throws Exception {
        report().write(folder);
        Path recipe = Files.createFile(folder.resolve("recipe.yaml"));

        CommandRun file = CommandRun.of("report", folder.resolve("report.json").toString());
        CommandRun other = CommandRun.of("report", recipe.toString());

        assertThat(file.out()).contains("Recommended for edge devices: small.tflite");
        assertThat(file.err()).as("what is not there").doesNotContain("inspect");
        assertThat(other.exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(other.err()).contains("recipe.yaml is a file; report takes the folder of a lab");
    }

    private static Report report() {
        return new Report(
                "mnist",
                "0.1.0",
                Machine.here(),
                Map.of(),
                null,
                new Report.Data("digits", "here", Map.of(), 10, 1000, null),
                new Report.Settings(128, 0, 1, 1, null),
                new Report.Purpose("classes", false, "sparse_categorical_crossentropy", "accuracy", null),
                List.of(),
                List.of(variant("baseline.h5", 9000, null), variant("small.tflite", 900, 5.0)));
    }

    private static Variant variant(String name, long bytes, @Nullable Double latency) {
        return new Variant(
                name,
                bytes,
                bytes,
                Map.of("accuracy", 0.95),
                latency,
                latency,
                null,
                0,
                9,
                null,
                null,
                1,
                "cafe",
                Provenance.here("train", "digits", 1L, List.of()));
    }
}
