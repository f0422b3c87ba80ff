// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.measure;

import io.espalier.experiment.statistics.Gzip;
import io.espalier.lite.ccode.CExport;
import io.espalier.lite.ccode.CFormat;
import io.espalier.lite.ccode.footprint.CortexM4;
import io.espalier.lite.ccode.footprint.Footprint;
import io.espalier.lite.ccode.settings.CSettings;
import io.espalier.lite.file.GraphReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A .tflite file as C without an interpreter, and what it takes on a microcontroller.
 *
 * @param name of its folder
 * @param model the name of the .tflite file
 * @param gzipBytes that file's size after gzip
 * @param tableBytes of its constant tables
 * @param arenaBytes of memory for activations
 * @param flashBytes on a Cortex-M4, measured with Arm's compiler; null where that is not installed
 * @param ramBytes likewise, without the stack, inputs and outputs
 * @param measuredWith the compiler and its flags
 */
public record Firmware(
        String name,
        String model,
        long gzipBytes,
        long tableBytes,
        long arenaBytes,
        @Nullable Long flashBytes,
        @Nullable Long ramBytes,
        @Nullable String measuredWith) {

    /**
     * Writes the C of a model into a folder and measures it.
     *
     * @param name of the model in C, and with {@code -c} that of the folder
     * @param tflite the file; the new folder lies beside it
     */
    public static Firmware of(String name, Path tflite) throws IOException {
        ByteBuffer content = ByteBuffer.wrap(Files.readAllBytes(tflite));
        CExport export = CExport.of(GraphReader.read(tflite.toString(), content), CSettings.named(name));
        CFormat.write(export, tflite.resolveSibling(name + "-c"));
        Optional<Footprint> footprint = CortexM4.find().map(compiler -> compiler.measure(name, export.files()));
        return new Firmware(
                name + "-c",
                String.valueOf(tflite.getFileName()),
                Gzip.size(content),
                export.tableBytes(),
                export.arenaBytes(),
                footprint.map(Footprint::flash).orElse(null),
                footprint.map(Footprint::ram).orElse(null),
                footprint
                        .map(figures -> figures.compiler() + " " + String.join(" ", figures.flags()))
                        .orElse(null));
    }
}
