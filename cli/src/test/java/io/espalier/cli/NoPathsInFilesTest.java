// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.model.Model;
import io.espalier.model.keras.KerasFormat;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.reshaping.Flatten;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file that ships in a product must not tell where its maker keeps files. */
class NoPathsInFilesTest {
    private static final String FOLDER = "my-own-folder";

    @TempDir
    private Path root;

    private Path home;
    private Path photos;
    private Path model;

    @BeforeEach
    void write() throws IOException {
        home = Files.createDirectory(root.resolve(FOLDER));
        photos = home.resolve("photos");
        model = home.resolve("model.h5");
        for (String name : List.of("cats", "dogs")) {
            Path folder = Files.createDirectories(photos.resolve(name));
            for (int i = 0; i < 4; i++) {
                BufferedImage photo = new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB);
                photo.setRGB(i, i, 0xffffff);
                ImageIO.write(photo, "png", folder.resolve(i + ".png").toFile());
            }
        }
        Model network = Model.sequential()
                .input(4, 4, 3)
                .add(new Flatten())
                .add(Dense.of(2).withActivation(ActivationFunction.SOFTMAX))
                .build(1);
        KerasFormat.H5.write(network, null, model);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aConvertedModelNamesItsCalibrationDataWithoutTheirFolder(boolean relative) throws IOException {
        Path tflite = home.resolve("model.tflite");

        run("convert", model, "-o", tflite, "--quantize", "int8", "--calibrate", path(photos, relative));

        assertThat(text(tflite)).contains("calibrated with photos").doesNotContain(FOLDER);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void noFileOfACompressionNamesAFolder(boolean relative) throws IOException {
        Path out = home.resolve("out");
        Path recipe = Files.writeString(
                home.resolve("mine.yaml"),
                "steps: [{distil: '" + path(model, relative)
                        + "', train: {epochs: 1}}, {export: [h5, keras]}, {quantize: int8}]");

        run("compress", model, "--recipe", recipe, "--data", path(photos, relative), "-o", out);

        try (Stream<Path> files = Files.list(out)) {
            // recipe.yaml repeats the recipe, and has to find the teacher; run.json repeats the command.
            List<Path> written = files.filter(file -> !file.endsWith("recipe.yaml") && !file.endsWith("run.json"))
                    .toList();
            assertThat(written).hasSize(6);
            for (Path file : written) {
                assertThat(text(file)).as(file.toString()).doesNotContain(FOLDER);
            }
        }
    }

    /** A path as it is typed. */
    private static Path path(Path file, boolean relative) {
        return relative ? Path.of("").toAbsolutePath().relativize(file.toAbsolutePath()) : file;
    }

    private static void run(Object... arguments) {
        CommandRun run =
                CommandRun.of(Stream.of(arguments).map(Object::toString).toArray(String[]::new));
        assertThat(run.exitCode()).as(run.err()).isZero();
    }

    /** All bytes as characters; of an archive, those of its entries. */
    private static String text(Path file) throws IOException {
        if (!file.toString().endsWith(".keras")) {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        }
        StringBuilder text = new StringBuilder();
        try (ZipInputStream archive = new ZipInputStream(Files.newInputStream(file))) {
            for (ZipEntry entry = archive.getNextEntry(); entry != null; entry = archive.getNextEntry()) {
                text.append(entry.getName()).append(new String(archive.readAllBytes(), StandardCharsets.ISO_8859_1));
            }
        }
        return text.toString();
    }
}
