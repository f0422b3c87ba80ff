// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MnistLabCommandTest {
    /** A proxy that nobody listens at: every publisher is out of reach. */
    private static final List<String> OFFLINE = List.of(
            "-Dhttp.proxyHost=127.0.0.1", "-Dhttp.proxyPort=9", "-Dhttps.proxyHost=127.0.0.1", "-Dhttps.proxyPort=9");

    @TempDir
    private Path folder;

    @Test
    void withoutASourceTheSampleStandsInAndTheTableSaysSo() throws Exception {
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        ProcessBuilder builder = CommandRun.builder(
                Stream.concat(OFFLINE.stream(), Stream.of("-Duser.home=" + folder))
                        .toList(),
                "lab",
                "mnist",
                "--out",
                folder.resolve("lab").toString());
        builder.environment().put("ESPALIER_HOME", folder.resolve("home").toString());
        builder.environment().put("PATH", folder.toString());

        int exitCode = CommandRun.await(
                builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start());

        assertThat(exitCode).as(Files.readString(err)).isZero();
        assertThat(err).content().contains("no source has data set mnist");
        assertThat(out).content().contains("WARNING: mnist-sample INSTEAD OF mnist");
        JsonNode report =
                new JsonMapper().readTree(folder.resolve("lab/report.json").toFile());
        assertThat(report.at("/data/insteadOf").asText()).isEqualTo("mnist");
    }

    @Test
    void jsonPrintsTheReportAloneOnStandardOutput() throws Exception {
        CommandRun run = CommandRun.of(
                "lab",
                "mnist",
                "--data",
                "mnist-sample",
                "--json",
                "--out",
                folder.resolve("lab").toString());

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(new JsonMapper().readTree(run.out()))
                .isEqualTo(new JsonMapper()
                        .readTree(folder.resolve("lab/report.json").toFile()));
    }

    @Test
    void aFolderThatHoldsSomethingIsLeftAlone() throws Exception {
        Path mine = Files.writeString(folder.resolve("mine.txt"), "mine");

        CommandRun run = CommandRun.of("lab", "mnist", "--data", "mnist-sample", "--out", folder.toString());

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("is not empty", "--force");
        assertThat(folder.toFile().list()).containsExactly("mine.txt");
        assertThat(mine).hasContent("mine");
    }

    @Test
    void aFolderThatCannotBeMadeIsSaidBeforeAnyWork() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));

        CommandRun run = CommandRun.of(
                "lab",
                "mnist",
                "--data",
                "mnist-sample",
                "--out",
                file.resolve("out").toString());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).startsWith("espalier: " + file);
    }

    @Test
    void ctrlCEndsTheTrainingCleanlyAndKeepsTheModel() throws Exception {
        assumeThat(Files.isExecutable(Path.of("/bin/kill")))
                .as("needs /bin/kill")
                .isTrue();
        Path err = folder.resolve("err");
        Path lab = folder.resolve("lab");
        Process process = CommandRun.builder(
                        List.of(),
                        "lab",
                        "mnist",
                        "--data",
                        "mnist-sample",
                        "--epochs",
                        "100000",
                        "--out",
                        lab.toString())
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(err.toFile())
                .start();

        waitForText(err, "Epoch 2/", process);
        new ProcessBuilder("/bin/kill", "-INT", String.valueOf(process.pid()))
                .start()
                .waitFor();
        CommandRun.await(process);

        assertThat(err).content().contains("stopped; the model as it was then is in " + lab.resolve("checkpoint.h5"));
        assertThat(lab.toFile().list()).containsExactlyInAnyOrder("checkpoint.h5", "unfinished");
        assertThat(CommandRun.of("summary", lab.resolve("checkpoint.h5").toString())
                        .exitCode())
                .isZero();
    }

    private static void waitForText(Path file, String text, Process process) throws IOException, InterruptedException {
        for (int tries = 0; tries < 600; tries++) {
            if (Files.exists(file) && Files.readString(file).contains(text)) {
                return;
            }
            assertThat(process.isAlive()).as("still running").isTrue();
            TimeUnit.MILLISECONDS.sleep(100);
        }
        throw new AssertionError("never said " + text);
    }
}
