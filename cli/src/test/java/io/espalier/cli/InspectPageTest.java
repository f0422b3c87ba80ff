// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.base.internal.JsonTree;
import io.espalier.lite.convert.Converter;
import io.espalier.lite.file.GraphWriter;
import io.espalier.model.Model;
import io.espalier.model.keras.KerasFormat;
import io.espalier.model.layer.Dense;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectPageTest {
    @TempDir
    private Path folder;

    private String tflite;
    private String keras;
    private Path page;

    @BeforeEach
    void writeAModel() throws IOException {
        Model model = Model.sequential().input(4).add(Dense.of(3)).build(1);
        tflite = folder.resolve("net.tflite").toString();
        keras = folder.resolve("net.h5").toString();
        page = folder.resolve("page.html");
        GraphWriter.write(Converter.convert(model), Path.of(tflite));
        KerasFormat.H5.write(model, null, Path.of(keras));
    }

    @Test
    void thePageStandsInThePlaceOfTheText() throws IOException {
        CommandRun run = CommandRun.of("inspect", tflite, "--html", page.toString());

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("Wrote      " + page);
        assertThat(page).content().contains("<svg class=\"graph\"", "FULLY_CONNECTED", "Would it run there?");
    }

    @Test
    void aKerasModelIsDrawnAsConvertMakesIt() throws IOException {
        CommandRun run = CommandRun.of("inspect", keras, "--html", page.toString());

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).contains("is shown as convert makes it");
        assertThat(page).content().contains("FULLY_CONNECTED");
    }

    @Test
    void aPageThatIsThereStays() throws IOException {
        Files.writeString(page, "mine");

        CommandRun run = CommandRun.of("inspect", tflite, "--html", page.toString());

        assertThat(run.exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(run.err()).contains("already exists", "--force");
        assertThat(page).hasContent("mine");
    }

    @Test
    void theModelIsNotOverwrittenByItsPage() {
        CommandRun run = CommandRun.of("inspect", tflite, "--html", tflite, "--force");

        assertThat(run.exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(run.err()).contains("this is the input model");
    }

    @Test
    void aPageIsNotCalledLikeAModel() throws IOException {
        String other = Files.writeString(folder.resolve("other.tflite"), "mine").toString();

        CommandRun run = CommandRun.of("inspect", tflite, "--html", other, "--force");

        assertThat(run.exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(run.err()).contains("the page is an .html file", "other.html");
        assertThat(Path.of(other)).hasContent("mine");
    }

    @Test
    void forceWithoutAFileToWriteIsRefused() {
        CommandRun run = CommandRun.of("inspect", tflite, "--force");

        assertThat(run.exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(run.err()).contains("--force goes with --html or --node-data");
    }

    @Test
    void nodeDataAreWrittenForModelExplorer() throws IOException {
        Path data = folder.resolve("data");

        CommandRun run = CommandRun.of("inspect", tflite, "--node-data", data.toString());

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(JsonTree.parse(Files.readString(data.resolve("macs.json")))
                        .findValue("results")
                        .findValue("value")
                        .asInt())
                .isEqualTo(12);
    }

    @Test
    void nodeDataOfWhatIsNoTfliteFileAreRefusedWithAdvice() {
        CommandRun run = CommandRun.of(
                "inspect", keras, "--node-data", folder.resolve("data").toString());

        assertThat(run.exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(run.err()).contains("node data go with a .tflite file", "convert");
    }

    @Test
    void anOnnxFileGetsTheUsualAdvice() throws IOException {
        Path onnx =
                Files.write(folder.resolve("net.onnx"), new byte[] {8, 9, 18, 7, 'p', 'y', 't', 'o', 'r', 'c', 'h'});

        CommandRun run = CommandRun.of("inspect", onnx.toString(), "--html", page.toString());

        assertThat(run.exitCode()).isNotZero();
        assertThat(run.err()).contains("ONNX");
        assertThat(page).doesNotExist();
    }
}
