// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForeignModelTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "net.onnx           | net.onnx   | an ONNX model           | onnx2tf -i @/net.onnx -o net-tflite",
                "net.pt             | net.pt     | a PyTorch model         | torch.load(\"@/net.pt\"",
                "net.pth            | net.pth    | a PyTorch model         | export(\"net.tflite\")",
                "net.safetensors    | net.safetensors | a weights file without a network | save the whole model",
                "net.mlmodel        | net.mlmodel | a Core ML model        | convert the original model",
                "net.ckpt           | net.ckpt   | a TensorFlow checkpoint | model.load_weights",
                "net.ckpt.index     | net.ckpt   | a TensorFlow checkpoint | model.save",
            })
    void isKnownAndToldHowToBecomeOneThatIsRead(String file, String model, String form, String remedy)
            throws Exception {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, "anything");

        assertThatThrownBy(() -> InputModel.open(folder.resolve(model)))
                .isInstanceOf(ForeignModelException.class)
                .hasMessageStartingWith(folder.resolve(model) + ": this is ")
                .hasMessageContaining(form);
        assertThat(said("summary", folder.resolve(model).toString())).contains(remedy.replace("@", folder.toString()));
    }

    @Test
    void everyCommandThatTakesAModelTellsIt() throws Exception {
        String model = Files.writeString(folder.resolve("net.onnx"), "").toString();
        String out = folder.resolve("out.tflite").toString();

        for (List<String> words : List.of(
                List.of("summary", model),
                List.of("inspect", model, "--node-data", out),
                List.of("convert", model, "-o", out),
                List.of("quantize", model, "-o", out, "--recipe", "dynamic"),
                List.of("evaluate", model, "--data", "mnist-sample"),
                List.of("benchmark", model),
                List.of("compare", model, model, "--data", "mnist-sample"),
                List.of("compress", model, "--recipe", "prune", "--data", "mnist-sample", "-o", out))) {
            assertThat(said(words.toArray(String[]::new)))
                    .contains("net.onnx: this is an ONNX model", "Try: onnx2tf -i " + model);
        }
    }

    private static String said(String... words) {
        StringWriter err = new StringWriter();
        int exitCode = Main.commandLine(words).setErr(new PrintWriter(err)).execute(words);
        assertThat(exitCode).isEqualTo(3);
        return err.toString();
    }
}
