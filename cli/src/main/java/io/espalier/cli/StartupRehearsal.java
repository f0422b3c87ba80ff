// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.lab.mnist.MnistLab;
import io.espalier.lite.convert.Converter;
import io.espalier.lite.file.GraphWriter;
import io.espalier.lite.inspect.Inspection;
import io.espalier.lite.recipe.Recipe;
import io.espalier.model.keras.KerasFiles;
import io.espalier.model.keras.KerasH5;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Runs once after the build, so that Java can archive the classes that commands load at their start ({@code
 * -XX:ArchiveClassesAtExit}); with the archive they start in about half the time. Loads no native library.
 */
final class StartupRehearsal {
    private StartupRehearsal() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createTempDirectory("espalier");
        Path keras = folder.resolve("rehearsal.h5");
        Path tflite = folder.resolve("rehearsal.tflite");
        try {
            KerasH5.write(MnistLab.network(1), null, keras);
            GraphWriter.write(
                    Converter.of(KerasFiles.read(keras))
                            .quantize(Recipe.named("dynamic"))
                            .toGraph(),
                    tflite);
            Espalier.run("summary", keras.toString());
            Espalier.run("inspect", tflite.toString());
            System.out.println(Inspection.of(tflite).toJson());
        } finally {
            Files.deleteIfExists(keras);
            Files.deleteIfExists(tflite);
            Files.delete(folder);
        }
    }
}
