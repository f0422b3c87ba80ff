// SPDX-License-Identifier: Apache-2.0
package io.espalier.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.base.internal.FolderLock;
import io.espalier.lab.mnist.MnistLab;
import io.espalier.model.keras.KerasFormat;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The archives as their users have them: unpacked, and run by their launcher. */
class LightPartTest {
    private static final Path COMPLETE = Path.of(System.getProperty("espalier.home"));
    private static final String LIGHT = "sh \"$1\"/bin/espalier ";

    @TempDir
    private static Path folder;

    private static Path light;

    @BeforeAll
    static void unpack() throws IOException, InterruptedException {
        try (DirectoryStream<Path> archives =
                Files.newDirectoryStream(COMPLETE.getParent(), COMPLETE.getFileName() + "-*[!g].zip")) {
            unzip(archives.iterator().next(), folder);
        }
        light = folder.resolve(COMPLETE.getFileName());
        KerasFormat.H5.write(MnistLab.network(1), null, folder.resolve("net.h5"));
        assertThat(run("convert net.h5 -o net.tflite").exitCode()).isZero();
    }

    private static void unzip(Path archive, Path target) throws IOException {
        try (InputStream file = Files.newInputStream(archive);
                ZipInputStream zip = new ZipInputStream(file)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path path = target.resolve(entry.getName());
                if (entry.isDirectory()) {
                    Files.createDirectories(path);
                } else {
                    Files.createDirectories(path.getParent());
                    Files.copy(zip, path);
                }
            }
        }
    }

    private static Run run(String arguments) throws IOException, InterruptedException {
        return Run.shell(folder, Map.of(), LIGHT + arguments, light);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "summary net.h5",
                "inspect net.tflite --json",
                "quantize net.tflite -o small.tflite --recipe dynamic --force",
                "quantize net.tflite -o int8.tflite --recipe int8 --calibrate mnist-sample --force",
                "evaluate net.tflite --data mnist-sample",
                "benchmark net.tflite --runs 2",
                "compare net.tflite net.tflite --data mnist-sample",
                "recipe show smallest --all"
            })
    void whatNeedsNoTrainingRunsWithoutTensorFlow(String command) throws Exception {
        Run run = run(command);

        assertThat(run.exitCode()).as(run.err()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "lab mnist --data mnist-sample --out lab",
                "compress net.h5 --recipe prune --data mnist-sample -o pruned",
                "evaluate net.h5 --data mnist-sample",
                "convert net.h5 -o bent.tflite --max-drop 2pt --data mnist-sample --ranking hessian"
            })
    void whatNeedsTrainingSaysWhatToUnpackWhere(String command) throws Exception {
        Run run = run(command);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .hasLineCount(1)
                .contains("unpack " + COMPLETE.getFileName() + "-", "-training.zip in " + folder + ",");
    }

    @Test
    void withTheTrainingPartKerasModelsAreEvaluatedAndStandardErrorStaysEmpty() throws Exception {
        Run run = Run.shell(folder, Map.of(), LIGHT + "--quiet evaluate net.h5 --data mnist-sample", COMPLETE);

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).hasLineCount(1).startsWith("accuracy ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--ranking hessian", "--ranking=hessian"})
    void layersAreRankedByTheHessianWithTheTrainingPart(String ranking) throws Exception {
        Run run = Run.shell(
                folder,
                Map.of(),
                LIGHT
                        + "convert net.h5 -o ranked.tflite --force --max-drop 99pt --data mnist-sample --examples 64 --samples 8 "
                        + ranking,
                COMPLETE);

        assertThat(run.exitCode()).as(run.err()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/dev/full", "&-"})
    void resultsThatCannotBeWrittenEndACommandWithAMessage(String output) throws Exception {
        Run run = run("inspect net.tflite --json >" + output);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).startsWith("espalier: cannot write results").hasLineCount(1);
    }

    @Test
    void aReaderThatHasEnoughEndsACommandQuietly() throws Exception {
        // the reader is gone before the command begins
        Run run = run("inspect net.tflite | true");

        assertThat(run.err()).isEmpty();
    }

    @Test
    void namesOfFilesMayHoldAnyCharacterWhateverTheLocale() throws Exception {
        Files.copy(folder.resolve("net.tflite"), folder.resolve("größe.tflite"));

        Run run = Run.shell(folder, Map.of("LC_ALL", "C"), LIGHT + "inspect größe.tflite", light);

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("größe.tflite");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "lab mnist --data mnist-sample --out taken",
                "compress net.h5 --recipe prune --data mnist-sample -o taken"
            })
    void aFolderThatAnotherProcessWritesIsLeftAlone(String command) throws Exception {
        Path file = Files.createDirectories(folder.resolve("taken")).resolve(".lock");
        try (FolderLock held = FolderLock.tryAcquire(file).orElseThrow()) {
            Run run = Run.shell(folder, Map.of(), LIGHT + command, COMPLETE);

            assertThat(held).isNotNull();
            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err())
                    .contains(
                            "taken: process " + ProcessHandle.current().pid() + " is writing to this folder",
                            "another folder");
        }
    }
}
