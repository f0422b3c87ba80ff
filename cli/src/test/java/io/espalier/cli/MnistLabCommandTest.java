// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
    void withoutASourceTheSampleStandsInAndJsonPrintsTheReportAloneOnStandardOutput() throws Exception {
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        ProcessBuilder builder = CommandRun.builder(
                Stream.concat(OFFLINE.stream(), Stream.of("-Duser.home=" + folder, "-Despalier.memory=off"))
                        .toList(),
                "lab",
                "mnist",
                "--json",
                "--out",
                folder.resolve("lab").toString());
        builder.environment().put("ESPALIER_HOME", folder.resolve("home").toString());
        builder.environment().put("PATH", folder.toString());

        int exitCode = builder.redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start()
                .waitFor();

        assertThat(exitCode).as(Files.readString(err)).isZero();
        assertThat(err).content().contains("data set mnist is not available from any source");
        JsonNode report = new JsonMapper().readTree(out.toFile());
        assertThat(report)
                .isEqualTo(new JsonMapper()
                        .readTree(folder.resolve("lab/report.json").toFile()));
        assertThat(report.at("/data/insteadOf").asText()).isEqualTo("mnist");
    }

    @Test
    void aFolderThatHoldsSomethingIsLeftAlone() throws Exception {
        Path mine = Files.writeString(folder.resolve("mine.txt"), "mine");

        CommandRun run = CommandRun.of("lab", "mnist", "--data", "mnist-sample", "--out", folder.toString());

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("not empty", "--force");
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
    void aProcessThatIsToldToEndFinishesItsTrainingCleanlyAndKeepsTheModel() throws Exception {
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
                .start();
        String err;
        try (Reader said = process.errorReader(StandardCharsets.UTF_8)) {
            String start = upTo("Epoch 2/", said);
            // Process.destroy would close what it says as well.
            assertThat(process.toHandle().destroy()).as(start).isTrue();
            StringWriter rest = new StringWriter();
            said.transferTo(rest);
            err = rest.toString();
        } finally {
            process.destroyForcibly();
        }

        assertThat(process.waitFor()).as("128 + SIGTERM").isEqualTo(143);
        assertThat(err).contains("stopped; the current model is in " + lab.resolve("unfinished/checkpoint.h5"));
        assertThat(lab.toFile().list()).containsExactlyInAnyOrder("unfinished");
        assertThat(CommandRun.of(
                                "summary",
                                lab.resolve("unfinished/checkpoint.h5").toString())
                        .exitCode())
                .isZero();
    }

    /** What is said until these words come, or till the end. */
    private static String upTo(String words, Reader said) throws IOException {
        StringBuilder read = new StringBuilder();
        for (int next = said.read(); next >= 0; next = said.read()) {
            read.append((char) next);
            if (read.length() >= words.length() && read.lastIndexOf(words) == read.length() - words.length()) {
                break;
            }
        }
        return read.toString();
    }
}
