// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.espalier.base.Preprocessing;
import io.espalier.base.Scaling;
import io.espalier.lite.file.GraphReader;
import io.espalier.model.Model;
import io.espalier.model.keras.KerasFormat;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.reshaping.Flatten;
import io.espalier.model.tensor.Tensor;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders of pictures on the command line, and a model that tells bright ones from dark ones if bytes are fed as -1 to 1. */
class PictureDataTest {
    @TempDir
    private Path folder;

    private Path keras;
    private Path pictures;

    @BeforeEach
    void write() throws IOException {
        keras = folder.resolve("bright.h5");
        Model model = Model.sequential()
                .input(2, 2, 3)
                .add(new Flatten())
                .add(Dense.of(2))
                .build(1);
        float[] kernel = new float[24];
        for (int i = 0; i < kernel.length; i += 2) {
            kernel[i] = 1;
        }
        Model bright = model.withWeights(model.weights()
                .map((key, tensor) -> key.weight().equals("kernel") ? Tensor.of(tensor.shape(), kernel) : tensor));
        KerasFormat.H5.write(bright, null, keras);
        pictures = folder.resolve("pictures");
        save("bright/1.png", 200);
        save("dark/1.png", 100);
    }

    private void save(String name, int brightness) throws IOException {
        BufferedImage image = new BufferedImage(3, 3, BufferedImage.TYPE_INT_RGB);
        for (int pixel = 0; pixel < 9; pixel++) {
            image.setRGB(pixel % 3, pixel / 3, new Color(brightness, brightness, brightness).getRGB());
        }
        Path file = pictures.resolve(name);
        Files.createDirectories(file.getParent());
        ImageIO.write(image, "png", file.toFile());
    }

    @Test
    void aFileSaysHowBytesAreScaledAndWhatIsMadeOfItToo() throws Exception {
        Path converted = folder.resolve("bright.tflite");
        Path quantized = folder.resolve("bright-int8.tflite");
        CommandRun convert = CommandRun.of("convert", keras.toString(), "-o", converted.toString(), "--scale", "-1..1");
        CommandRun quantize = CommandRun.of(
                "quantize",
                converted.toString(),
                "-o",
                quantized.toString(),
                "--recipe",
                "int8",
                "--calibrate",
                pictures.toString());

        assertThat(convert.exitCode()).as(convert.err()).isZero();
        assertThat(quantize.exitCode()).as(quantize.err()).isZero();
        assertThat(GraphReader.read(quantized).provenance().orElseThrow().preprocessing())
                .isEqualTo(new Preprocessing(Scaling.SIGNED_UNIT, null));
        assertThat(accuracy(quantized)).isEqualTo(1);
        assertThat(accuracy(converted, "--scale", "0..1")).isEqualTo(0.5);
    }

    @Test
    void brokenPicturesAreLeftOutAndToldUnlessStrict() throws Exception {
        Path broken = Files.createFile(pictures.resolve("dark/2.jpg"));
        Files.createFile(pictures.resolve("dark/3.gif"));

        CommandRun lenient = evaluate(keras);
        CommandRun strict = evaluate(keras, "--strict");

        assertThat(lenient.exitCode()).as(lenient.err()).isZero();
        assertThat(lenient.err())
                .contains(
                        "Skipped " + broken + ": the file is empty",
                        "Images skipped: 1 (1 broken);",
                        "files that are not read: 1 .gif;");
        assertThat(new JsonMapper().readTree(lenient.out()).get("examples").asInt())
                .isEqualTo(2);
        assertThat(strict.exitCode()).isEqualTo(3);
        assertThat(strict.err()).startsWith("espalier: " + broken + ": the file is empty; remove it");
        assertThat(strict.out()).isEmpty();
    }

    @Test
    void picturesOfOneClassAreRefused() throws Exception {
        Files.delete(pictures.resolve("dark/1.png"));
        Files.delete(pictures.resolve("dark"));

        CommandRun run = evaluate(keras);

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err()).contains(pictures + ": has only one class, [bright]");
    }

    private double accuracy(Path model, String... more) throws Exception {
        CommandRun run = evaluate(model, more);
        assertThat(run.exitCode()).as(run.err()).isZero();
        return new JsonMapper().readTree(run.out()).get("accuracy").asDouble();
    }

    private CommandRun evaluate(Path model, String... more) throws Exception {
        String[] words = new String[5 + more.length];
        System.arraycopy(
                new String[] {"evaluate", model.toString(), "--data", pictures.toString(), "--json"}, 0, words, 0, 5);
        System.arraycopy(more, 0, words, 5, more.length);
        return CommandRun.of(words);
    }
}
