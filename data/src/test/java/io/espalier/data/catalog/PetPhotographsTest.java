// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.espalier.base.ImageShape;
import io.espalier.base.ProgressListener;
import io.espalier.base.Scaling;
import io.espalier.data.DataFormatException;
import io.espalier.data.DatasetSplit;
import io.espalier.data.fetch.DatasetHome;
import io.espalier.data.fetch.FileUnavailableException;
import io.espalier.data.fetch.PublishedFile;
import io.espalier.data.image.ImageFolder;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small archive with the layout of the published one. */
class PetPhotographsTest {
    private static final byte[] NO_PICTURE = "not a photograph".getBytes(StandardCharsets.US_ASCII);
    private static final ImageShape SHAPE = new ImageShape(8, 8, ImageShape.Color.RGB);

    @TempDir
    private Path folder;

    @Test
    void theArchiveIsDownloadedOnceUnpackedAndDeleted() throws IOException {
        byte[] archive = Files.readAllBytes(archive("served.zip"));
        AtomicInteger requests = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/pets.zip", exchange -> {
            requests.incrementAndGet();
            exchange.sendResponseHeaders(200, archive.length);
            exchange.getResponseBody().write(archive);
            exchange.close();
        });
        server.start();
        PublishedFile file = published(
                "http://127.0.0.1:" + server.getAddress().getPort() + "/pets.zip",
                PublishedFile.sha256(folder.resolve("served.zip")));

        PetPhotographs first = fetched(file);
        PetPhotographs again = fetched(file);

        server.stop(0);
        assertThat(first).isEqualTo(again);
        assertThat(requests).hasValue(1);
        assertThat(first.folder().resolveSibling("pets.zip")).doesNotExist();
        assertThat(first.folder().resolve("test_set/cat").toFile().list()).containsExactlyInAnyOrder("0.jpg", "5.jpg");
        assertThat(first.folder().resolve("training_set/dog").toFile().list())
                .containsExactlyInAnyOrder("1.jpg", "2.jpg", "3.jpg", "4.jpg", "6.jpg");
        assertThat(first.origin().source()).contains("14 photographs, 2 files without a JFIF header left out");
        assertThat(first.origin().sha256()).containsEntry("pets.zip", file.checksum());
    }

    @Test
    void anotherArchiveAtTheAddressIsRefused() throws IOException {
        Path keras = Files.createDirectory(folder.resolve("keras"));
        Files.write(keras.resolve("pets.zip"), NO_PICTURE);

        assertThatThrownBy(() -> fetched(published("http://127.0.0.1:1/pets.zip", "0".repeat(64))))
                .isInstanceOf(FileUnavailableException.class)
                .hasMessageContainingAll("pets.zip is not available", "has SHA-256", "cannot reach 127.0.0.1");
    }

    @Test
    void anArchiveOfTheUsersIsDataLikeAFolder() throws IOException {
        Path archive = archive("mine.zip");
        NamedDatasets named = NamedDatasets.standard().withHome(folder.resolve("home"));

        DatasetSplit split = (DatasetSplit) new DataReference(named, ImageFolder.UnusableImage.refused())
                .open(archive.toString(), SHAPE, Scaling.IDENTITY);

        assertThat(split.train().classNames()).containsExactly("cat", "dog");
        assertThat(split.train().size()).isEqualTo(10);
        assertThat(split.test().size()).isEqualTo(4);
        assertThat(archive).exists();
    }

    @Test
    void anArchiveOfSomethingElseIsRefused() throws IOException {
        Path other = folder.resolve("other.zip");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(other))) {
            zip.putNextEntry(new ZipEntry("PetImages/../../escaped.jpg"));
            zip.write(NO_PICTURE);
        }
        Path text = Files.write(folder.resolve("text.zip"), NO_PICTURE);
        DatasetHome home = new DatasetHome(folder.resolve("home"));

        assertThatThrownBy(() -> PetPhotographs.of(other, home))
                .isInstanceOf(DataFormatException.class)
                .hasMessageContaining("has no photographs of the names PetImages/Cat/NUMBER.jpg");
        assertThatThrownBy(() -> PetPhotographs.of(text, home))
                .isInstanceOf(DataFormatException.class)
                .hasMessageContaining("is no whole ZIP archive");
        assertThat(folder.resolve("home")).isDirectoryNotContaining("glob:**photographs");
    }

    @Test
    void onlyTheSizeOfImagesIsMissingToOpenThemByName() {
        assertThatThrownBy(() -> NamedDatasets.standard().open(NamedDatasets.CATS_VS_DOGS))
                .hasMessageContaining("open it by DataReference");
    }

    private static PublishedFile published(String address, String sha256) {
        return new PublishedFile("pets.zip", URI.create(address), sha256);
    }

    private PetPhotographs fetched(PublishedFile file) {
        return PetPhotographs.published(
                file, folder.resolve("keras"), new DatasetHome(folder.resolve("home")), ProgressListener.NONE);
    }

    /** Seven photographs and a broken file of each class, and what else lies in such an archive. */
    private Path archive(String name) throws IOException {
        ByteArrayOutputStream picture = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_3BYTE_BGR), "jpg", picture);
        Path archive = folder.resolve(name);
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive))) {
            for (String kind : new String[] {"Cat", "Dog"}) {
                for (int number = 0; number < 8; number++) {
                    zip.putNextEntry(new ZipEntry("PetImages/" + kind + "/" + number + ".jpg"));
                    zip.write(number == 7 ? NO_PICTURE : picture.toByteArray());
                }
                zip.putNextEntry(new ZipEntry("PetImages/" + kind + "/Thumbs.db"));
            }
            zip.putNextEntry(new ZipEntry("readme[1].txt"));
        }
        return archive;
    }
}
