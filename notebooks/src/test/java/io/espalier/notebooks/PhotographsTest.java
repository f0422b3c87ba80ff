// SPDX-License-Identifier: Apache-2.0
package io.espalier.notebooks;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.testing.Assets;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The notebook on cats and dogs: every cell with drawn pictures, and with the photographs whose figures it keeps. */
class PhotographsTest {
    private static final String NAME = "cats-vs-dogs";

    @TempDir
    private Path folder;

    @Test
    void everyCellRunsOnOtherPictures() throws Exception {
        for (String part : new String[] {"training_set", "test_set"}) {
            draw(folder.resolve("cats_vs_dogs").resolve(part).resolve("cats"), Color.ORANGE);
            draw(folder.resolve("cats_vs_dogs").resolve(part).resolve("dogs"), Color.CYAN);
        }

        Notebook run = RunOfNotebook.in(folder, NAME);

        assertThat(run.code()).hasSameSizeAs(NotebookFiles.read(NAME).code());
        assertThat(Likeness.text(run.code().get(2).outputs()))
                .isEqualTo("16 photographs to train on, 16 to test on, of [cats, dogs]\n\n");
    }

    @Test
    @Tag("conformance")
    void everyCellStillShowsWhatTheNotebookKeeps() throws Exception {
        Files.createSymbolicLink(folder.resolve("cats_vs_dogs"), Assets.file("images/cats_vs_dogs_160"));

        NotebooksTest.requireAlike(NAME, RunOfNotebook.in(folder, NAME));
    }

    private static void draw(Path kind, Color color) throws IOException {
        Files.createDirectories(kind);
        SplittableRandom random = new SplittableRandom(7);
        for (int number = 0; number < 8; number++) {
            BufferedImage picture = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
            Graphics2D pen = picture.createGraphics();
            pen.setColor(color);
            pen.fillRect(random.nextInt(32), random.nextInt(32), 24, 24);
            pen.dispose();
            ImageIO.write(picture, "png", kind.resolve(number + ".png").toFile());
        }
    }
}
