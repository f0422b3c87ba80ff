// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.espalier.base.internal.JsonTree;
import io.espalier.lite.convert.Converter;
import io.espalier.lite.file.GraphWriter;
import io.espalier.model.Model;
import io.espalier.model.keras.KerasFormat;
import io.espalier.model.layer.Dense;
import io.espalier.model.tensorflow.ProtoOutput;
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
        assertThat(page).content().contains("FULLY_CONNECTED", "Shown as convert makes it, without quantization.");
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
    void aDamagedOnnxFileIsRefused() throws IOException {
        Path onnx =
                Files.write(folder.resolve("net.onnx"), new byte[] {8, 9, 18, 7, 'p', 'y', 't', 'o', 'r', 'c', 'h'});

        CommandRun run = CommandRun.of("inspect", onnx.toString(), "--html", page.toString());

        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT_FILE);
        assertThat(run.err()).contains("net.onnx", "not an ONNX model");
        assertThat(page).doesNotExist();
    }

    @Test
    void anOnnxFileIsDrawnAndToldAndNotMore() throws IOException {
        ByteString relu = ProtoOutput.message(model -> model.whole(1, 8)
                .message(
                        7,
                        graph -> graph.message(
                                        1,
                                        node -> node.text(1, "x")
                                                .text(1, "c")
                                                .text(2, "y")
                                                .text(4, "PRelu")
                                                .text(3, "<b>")
                                                .message(
                                                        5,
                                                        attribute -> attribute
                                                                .text(1, "body")
                                                                .message(
                                                                        6,
                                                                        inner -> inner.message(
                                                                                        1,
                                                                                        exp -> exp.text(1, "x")
                                                                                                .text(2, "z")
                                                                                                .text(4, "Exp"))
                                                                                .message(
                                                                                        12,
                                                                                        value -> value.text(1, "z")))
                                                                .whole(20, 5)))
                                .message(
                                        5,
                                        tensor -> tensor.whole(1, 1)
                                                .whole(2, 1)
                                                .text(8, "c")
                                                .bytes(9, ByteString.copyFrom(new byte[4])))
                                .message(
                                        11,
                                        value -> value.text(1, "x")
                                                .message(
                                                        2,
                                                        type -> type.message(
                                                                1,
                                                                tensor -> tensor.whole(1, 1)
                                                                        .message(
                                                                                2,
                                                                                shape -> shape.message(
                                                                                        1, size -> size.whole(1, 6))))))
                                .message(12, value -> value.text(1, "y")))
                .message(8, set -> set.whole(2, 17)));
        Path onnx = Files.write(folder.resolve("net.onnx"), relu.toByteArray());

        CommandRun drawn = CommandRun.of("inspect", onnx.toString(), "--html", page.toString());
        CommandRun told = CommandRun.of("inspect", onnx.toString());
        CommandRun json = CommandRun.of("inspect", onnx.toString(), "--json");
        CommandRun boards = CommandRun.of("inspect", onnx.toString(), "--target", "rp2040");

        assertThat(drawn.exitCode()).as(drawn.err()).isZero();
        assertThat(page)
                .content()
                .contains(
                        "<svg class=\"graph\"",
                        "PRelu",
                        "activation functions 1",
                        "&lt;b&gt;",
                        "body of Op#0 PRelu",
                        "Exp")
                .doesNotContain("Would it run there?", " variant<", "\"<b>");
        assertThat(told.out())
                .contains(
                        "Op#0 PRelu(x 6 float32, c 1 float32) -> y; body a graph of 1 operator",
                        "  body:",
                        "    Op#0 Exp(x 6 float32) -> z",
                        "operators of ai.onnx 17");
        assertThat(told.err()).contains("does not convert them; onnx2tf");
        assertThat(JsonTree.parse(json.out())
                        .at("/operators/0/inputs/0/shape/0")
                        .asInt())
                .isEqualTo(6);
        assertThat(boards.err()).contains("this is an ONNX model");
    }
}
