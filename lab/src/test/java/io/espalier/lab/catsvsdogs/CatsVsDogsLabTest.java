// SPDX-License-Identifier: Apache-2.0
package io.espalier.lab.catsvsdogs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.base.ProgressListener;
import io.espalier.data.DataFormatException;
import io.espalier.data.Metric;
import io.espalier.experiment.ExperimentConsole;
import io.espalier.experiment.report.Report;
import io.espalier.experiment.report.Report.Variant;
import io.espalier.train.StopSignal;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The quick lab, on drawn pictures that are easily told apart. */
class CatsVsDogsLabTest {
    @TempDir
    private Path folder;

    private final ByteArrayOutputStream progress = new ByteArrayOutputStream();

    @Test
    void everyFormOfTheNetworkTellsThePicturesApart() throws IOException {
        draw("training_set", 24);
        draw("test_set", 10);

        List<String> planned = lab().plan().files();
        Report report = lab().run();

        assertThat(folder.resolve("out").toFile().list()).containsExactlyInAnyOrderElementsOf(planned);
        assertThat(report.variants())
                .extracting(Variant::name)
                .containsExactly(
                        "baseline.h5",
                        "float.tflite",
                        "float16.tflite",
                        "dynamic.tflite",
                        "int8.tflite",
                        "pruned.h5",
                        "pruned.tflite",
                        "pruned-int8.tflite");
        assertThat(report.variants())
                .allSatisfy(
                        variant -> assertThat(variant.score(Metric.ACCURACY)).isGreaterThan(0.8));
        assertThat(report.variants().get(5).sparsity()).isBetween(0.78, 0.801);
        assertThat(report.variants().get(1).arenaBytes()).isPositive();
        assertThat(report.toText(OptionalInt.empty())).startsWith("Baseline: a small network, trained from scratch");
        assertThat(Files.readString(folder.resolve("out/report.md")))
                .contains("Which one for edge devices, and why?")
                .contains("`pruned.h5` takes ")
                .doesNotContain("NaN");
        assertThat(report.variants().get(4).provenance().preprocessing())
                .extracting(preprocessing -> preprocessing.scaling().multiplier())
                .isEqualTo(1f);
    }

    @Test
    void picturesWithoutATestPartAreRefused() throws IOException {
        draw("", 4);

        assertThatThrownBy(() -> lab().run())
                .isInstanceOf(DataFormatException.class)
                .hasMessageContaining("has no test set");
    }

    @Test
    void digitsAreNoPhotographs() {
        assertThatThrownBy(() -> lab("mnist-sample").run())
                .isInstanceOf(DataFormatException.class)
                .hasMessageContaining("has examples of shape [28, 28]; the lab takes photographs");
    }

    private CatsVsDogsLab lab() throws IOException {
        return lab(folder.resolve("pictures").toString());
    }

    private CatsVsDogsLab lab(String data) throws IOException {
        PrintStream stream = new PrintStream(progress, true, StandardCharsets.UTF_8);
        CatsVsDogsSettings settings = new CatsVsDogsSettings(
                data, true, Optional.empty(), true, 7, 2, Files.createDirectories(folder.resolve("out")), false, false);
        return new CatsVsDogsLab(
                settings, new ExperimentConsole(stream, stream, false, ProgressListener.NONE), new StopSignal());
    }

    /** So many discs, and as many squares, of random colours, sizes and places. */
    private void draw(String part, int each) throws IOException {
        SplittableRandom random = new SplittableRandom(each);
        for (String kind : new String[] {"discs", "squares"}) {
            Path target = Files.createDirectories(
                    folder.resolve("pictures").resolve(part).resolve(kind));
            for (int number = 0; number < each; number++) {
                BufferedImage picture = new BufferedImage(72, 64, BufferedImage.TYPE_INT_RGB);
                Graphics2D pen = picture.createGraphics();
                pen.setColor(new Color(random.nextInt(1 << 24) & 0x7f7f7f));
                pen.fillRect(0, 0, 72, 64);
                pen.setColor(kind.equals("discs") ? Color.ORANGE : Color.CYAN);
                int size = 20 + random.nextInt(20);
                int left = random.nextInt(72 - size);
                int top = random.nextInt(64 - size);
                if (kind.equals("discs")) {
                    pen.fillOval(left, top, size, size);
                } else {
                    pen.fillRect(left, top, size, size);
                }
                pen.dispose();
                ImageIO.write(picture, "png", target.resolve(number + ".png").toFile());
            }
        }
    }
}
