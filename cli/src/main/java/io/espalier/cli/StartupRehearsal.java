// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.lab.mnist.MnistLab;
import io.espalier.lite.tensorflow.SavedModelFormat;
import io.espalier.model.keras.KerasFormat;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * Runs short commands as a user would, so that Java can archive the classes that they load ({@code -XX:ArchiveClassesAtExit}); with the
 * archive they start in about half the time. Loads no native library. Prints one line, the version of Java that the archive is for.
 */
final class StartupRehearsal {
    private StartupRehearsal() {}

    public static void main(String[] arguments) throws IOException {
        PrintStream out = System.out;
        System.setOut(new PrintStream(new StandardOutput(OutputStream.nullOutputStream()), true));
        System.setErr(System.out);
        Path folder = Files.createTempDirectory("espalier");
        try {
            rehearse(folder);
        } finally {
            delete(folder);
        }
        out.println(ClassArchive.javaVersion());
    }

    private static void rehearse(Path folder) throws IOException {
        String keras = folder.resolve("rehearsal.h5").toString();
        String tflite = folder.resolve("float.tflite").toString();
        KerasFormat.H5.write(MnistLab.network(1), null, Path.of(keras));
        Espalier.run("--help");
        Espalier.run("--version");
        Espalier.run("summary", keras);
        Espalier.run("convert", keras, "-o", tflite);
        Espalier.run("convert", keras, "-o", inFolder(folder, "half.tflite"), "--quantize", "float16");
        Espalier.run("convert", keras, "-o", inFolder(folder, "dynamic.tflite"), "--quantize", "dynamic");
        Espalier.run("quantize", tflite, "-o", inFolder(folder, "small.tflite"), "--recipe", "dynamic");
        Espalier.run("inspect", inFolder(folder, "small.tflite"));
        Espalier.run("inspect", tflite, "--json");
        Espalier.run("inspect", inFolder(folder, "missing.tflite"));
        String saved = inFolder(folder, "saved");
        SavedModelFormat.SAVED_MODEL.write(MnistLab.network(1), null, Path.of(saved));
        Espalier.run("convert", saved, "-o", inFolder(folder, "saved.tflite"));
        Espalier.run("convert", "--help");
    }

    private static String inFolder(Path folder, String name) {
        return folder.resolve(name).toString();
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
