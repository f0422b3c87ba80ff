// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.data.Dataset;
import io.espalier.data.catalog.NamedDatasets;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** The files that readers of the guide have of their own: models under the names that pages use, labels, pictures. */
final class GuideFiles {
    private static final Map<String, String> OF_LAB = Map.ofEntries(
            Map.entry("model.h5", "baseline.h5"),
            Map.entry("model.keras", "model.keras"),
            Map.entry("model.tflite", "float.tflite"),
            Map.entry("float.tflite", "float.tflite"),
            Map.entry("int8.tflite", "int8.tflite"),
            Map.entry("model-int8.tflite", "int8.tflite"),
            Map.entry("pcqat-int8.tflite", "pcqat-int8.tflite"),
            Map.entry("teacher.h5", "teacher.h5"),
            Map.entry("pruned.h5", "pruned.h5"));

    private GuideFiles() {}

    /**
     * Writes them.
     *
     * @param lab the folder with the results of the lab
     * @param without what the reader makes by the commands of the page
     */
    static void write(Path folder, Path lab, Set<String> without) throws IOException {
        for (Map.Entry<String, String> file : OF_LAB.entrySet()) {
            if (!without.contains(file.getKey())) {
                Files.copy(lab.resolve(file.getValue()), folder.resolve(file.getKey()));
            }
        }
        Files.write(
                folder.resolve("labels.txt"),
                List.of("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"));
        Dataset digits =
                NamedDatasets.standard().open(NamedDatasets.MNIST_SAMPLE).test().sample(40);
        pictures(digits, folder.resolve("pictures"));
    }

    static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path copy = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                }
            }
        }
    }

    /** Digits as PNG files, in a folder for each class. */
    private static void pictures(Dataset digits, Path folder) throws IOException {
        int side = digits.features().shape().get(0);
        ByteBuffer pixels = ByteBuffer.allocateDirect(side * side).order(ByteOrder.nativeOrder());
        ByteBuffer target = ByteBuffer.allocateDirect(Integer.BYTES).order(ByteOrder.nativeOrder());
        for (int i = 0; i < digits.size(); i++) {
            digits.read(new int[] {i}, 0, 1, pixels.clear(), target.clear());
            BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_BYTE_GRAY);
            for (int pixel = 0; pixel < side * side; pixel++) {
                image.getRaster().setSample(pixel % side, pixel / side, 0, pixels.get(pixel));
            }
            Path file = folder.resolve(target.getInt(0) + "/" + i + ".png");
            Files.createDirectories(file.getParent());
            ImageIO.write(image, "png", file.toFile());
        }
    }
}
