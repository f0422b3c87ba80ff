// SPDX-License-Identifier: Apache-2.0
package io.espalier.bench.images;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.bench.InTurn;
import io.espalier.bench.Report;
import io.espalier.bench.TestImages;
import io.espalier.data.Dataset;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PicturesSmokeTest {
    private final Report report = new Report();

    @Test
    void batchesAreComparedWithOneByOne(@TempDir Path folder) throws IOException {
        for (String name : List.of("cat", "dog")) {
            Path pictures = Files.createDirectory(folder.resolve(name));
            BufferedImage picture = new BufferedImage(40, 30, BufferedImage.TYPE_3BYTE_BGR);
            ImageIO.write(picture, "png", pictures.resolve("1.png").toFile());
            ImageIO.write(picture, "jpeg", pictures.resolve("2.jpg").toFile());
        }

        InTurn<Double> rates = ImageReading.measure(folder, 16, 1, report.out());

        assertThat(rates.ratio(Double::doubleValue)).isPositive().isFinite();
        assertThat(report.text()).contains("16 x 16: batches of 32").contains("opened 4 in");
    }

    @Test
    void augmentedPicturesAreComparedWithHeldOnes() throws IOException {
        Dataset pictures = TestImages.noise(16, 32, 32);
        ImageFeeding.Feed augmented = ImageFeeding.augmented(pictures);

        var all = ImageFeeding.measure(pictures, List.of(augmented), 8, 1, report.out());

        assertThat(all).containsOnlyKeys("augmented");
        assertThat(all.values())
                .allSatisfy(rates -> assertThat(rates.ratio(Double::doubleValue))
                        .isPositive()
                        .isFinite());
    }

    @Test
    void picturesThatAreTooManyToBeHeldAreAFewOverAndOver() {
        Dataset few = TestImages.noise(3, 2, 2);

        Dataset many = Repeated.largerThan(1000, few);

        assertThat(many.size()).isEqualTo(63);
        assertThat(many.size() * (many.features().bytes() + many.targets().bytes()))
                .isGreaterThan(1000);
    }
}
