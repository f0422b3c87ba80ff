// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.base.ImageShape;
import io.espalier.base.ImageShape.Color;
import io.espalier.data.DataFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderFilesTest {
    private static final ImageShape SHAPE = new ImageShape(2, 2, Color.RGB);
    private static final byte[] JPEG = ImageFiles.encode(ImageFiles.gradient(8, 8), "jpeg");

    @TempDir
    Path root;

    private Path photos;

    @BeforeEach
    void oneImageOfEachClass() throws IOException {
        photos = root.resolve("photos");
        save("photos/cats/a.jpg");
        save("photos/dogs/a.jpg");
    }

    @Test
    void imagesInHiddenFoldersBelowAClassDoNotCount() throws IOException {
        save("photos/cats/.ipynb_checkpoints/a.jpg");
        save("photos/cats/deep/.git/objects/b.jpg");
        save("photos/cats/deep/c.jpg");

        assertThat(sizeOf(photos)).isEqualTo(3);
    }

    @Test
    void allEndingsOfJpegAreRead() throws IOException {
        save("photos/cats/b.jpe");
        save("photos/cats/c.JFIF");
        save("photos/cats/d.jpeg");

        ImageFolder images = ImageFolder.open(photos, SHAPE);

        assertThat(images.size()).isEqualTo(5);
        assertThat(images.notes()).isEmpty();
    }

    @Test
    void linkedDataClassesAndFilesAreFollowed() throws IOException {
        save("elsewhere/birds/b.jpg");
        save("elsewhere/one.jpg");
        link("photos/birds", "elsewhere/birds");
        link("photos/cats/linked.jpg", "elsewhere/one.jpg");
        link("link", "photos");

        ImageFolder images = ImageFolder.open(root.resolve("link"), SHAPE);

        assertThat(images.classNames()).containsExactly("birds", "cats", "dogs");
        assertThat(images.size()).isEqualTo(4);
        assertThat(ImageFolderTest.read(images, 0)).hasSize(12);
    }

    @Test
    void linksThatLeadBackUpAreNotFollowed() throws IOException {
        link("photos/all", "photos");
        link("photos/above", ".");
        link("photos/cats/again", "photos/cats");
        link("photos/cats/root", "photos");
        link("photos/cats/same", "elsewhere");
        save("elsewhere/b.jpg");
        link("elsewhere/round", "elsewhere");

        ImageFolder images = ImageFolder.open(photos, SHAPE);

        assertThat(images.classNames()).containsExactly("cats", "dogs");
        assertThat(images.size()).isEqualTo(3);
    }

    @Test
    void filesThatAreNotReadAreCountedByEnding() throws IOException {
        for (String name : new String[] {"b.gif", "c.GIF", "d.webp", "README"}) {
            save("photos/dogs/" + name);
        }
        save("photos/lost.jpg");
        save("photos/cats/.hidden.gif");

        assertThat(ImageFolder.open(photos, SHAPE).slice(0, 1).notes())
                .containsExactly(
                        photos + ": 1 image is not in a class folder and left out",
                        photos + ": files that are not read: 2 .gif, 1 .webp, 1 without an ending;"
                                + " only .jpg, .jpeg, .jpe, .jfif and .png files are");
    }

    @Test
    void aClassOfOtherFilesAloneIsRefusedWithWhatItHolds() throws IOException {
        save("photos/newts/a.gif");

        assertThatThrownBy(() -> ImageFolder.open(photos, SHAPE))
                .isInstanceOf(DataFormatException.class)
                .hasMessageContaining("newts: no images; expected .jpg")
                .hasMessageContaining("found 1 .gif");
    }

    private static int sizeOf(Path folder) {
        return ImageFolder.open(folder, SHAPE).size();
    }

    private void save(String name) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, JPEG);
    }

    private void link(String name, String target) throws IOException {
        Files.createSymbolicLink(root.resolve(name), root.resolve(target).normalize());
    }
}
