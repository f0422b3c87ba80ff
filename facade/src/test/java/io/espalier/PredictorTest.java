// SPDX-License-Identifier: Apache-2.0
package io.espalier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.data.DataFormatException;
import io.espalier.lite.file.DeploymentMetadata;
import io.espalier.lite.file.GraphWriter;
import io.espalier.model.Model;
import io.espalier.model.keras.KerasFiles;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.Embedding;
import io.espalier.model.layer.reshaping.Flatten;
import io.espalier.runtime.InterpreterException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PredictorTest {
    private static final int SIDE = 8;

    @TempDir
    private Path folder;

    @Test
    void anImageIsResizedAndScaledToWhatTheModelTakes() throws IOException {
        try (Predictor predictor = Predictor.open(pictures())) {
            float[] white = new float[SIDE * SIDE];
            Arrays.fill(white, 1);

            assertThat(predictor.predictImage(png(31, 17))).containsExactly(predictor.predict(white));
        }
    }

    @Test
    void whatIsNoImageIsRefused() throws IOException {
        try (Predictor predictor = Predictor.open(pictures())) {
            assertThatThrownBy(() -> predictor.predictImage(new byte[] {1, 2, 3}))
                    .isInstanceOf(DataFormatException.class);
        }
    }

    @Test
    void threadsGetTheSameAnswersAtTheSameTime() throws IOException {
        try (Predictor predictor = Predictor.open(pictures())) {
            float[] input = new float[SIDE * SIDE];
            float[] alone = predictor.predict(input);

            List<float[]> together = IntStream.range(0, 200)
                    .parallel()
                    .mapToObj(run -> predictor.predict(input))
                    .toList();

            assertThat(together).allSatisfy(answer -> assertThat(answer).containsExactly(alone));
        }
    }

    @Test
    void labelsComeFromTheMetadata() throws IOException {
        Path labelled = folder.resolve("labelled.tflite");
        GraphWriter.write(
                DeploymentMetadata.NONE
                        .withLabels(List.of("cat", "dog"))
                        .in(Espalier.graph(pictures()))
                        .graph(),
                labelled);

        try (Predictor predictor = Predictor.open(labelled);
                Predictor without = Predictor.open(pictures())) {
            assertThat(predictor.labels()).containsExactly("cat", "dog");
            assertThat(without.labels()).isEmpty();
        }
    }

    @Test
    void wrongInputsAreRefusedWithWhatTheModelTakes() throws IOException {
        try (Predictor predictor = Predictor.open(pictures())) {
            assertThatThrownBy(() -> predictor.predict(1, 2))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("takes 64 numbers, not 2");
            assertThatThrownBy(() -> predictor.predict(List.of()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("takes 1 inputs, not 0");
        }
    }

    @Test
    void indicesAreWholeNumbersAndNoImage() throws IOException {
        Path words = folder.resolve("words.keras");
        KerasFiles.write(
                Model.sequential()
                        .input(4)
                        .add(new Embedding(10, 3))
                        .add(new Flatten())
                        .add(Dense.of(2))
                        .build(1),
                null,
                words);

        try (Predictor predictor = Predictor.open(words)) {
            assertThat(predictor.predict(1, 2, 3, 4)).hasSize(2);
            assertThatThrownBy(() -> predictor.predictImage(png(4, 4))).isInstanceOf(InterpreterException.class);
        }
    }

    @Test
    void aClosedPredictorSaysSo() throws IOException {
        Predictor predictor = Predictor.open(pictures());
        predictor.close();

        assertThatThrownBy(() -> predictor.predict(new float[SIDE * SIDE])).isInstanceOf(IllegalStateException.class);
    }

    private Path pictures() throws IOException {
        Path file = folder.resolve("pictures.keras");
        Model model = Model.sequential()
                .input(SIDE, SIDE, 1)
                .add(new Flatten())
                .add(Dense.of(2))
                .build(3);
        KerasFiles.write(model, null, file);
        return file;
    }

    private static byte[] png(int width, int height) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
        for (int pixel = 0; pixel < width * height; pixel++) {
            image.setRGB(pixel % width, pixel / width, 0xFFFFFF);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "png", bytes);
        return bytes.toByteArray();
    }
}
