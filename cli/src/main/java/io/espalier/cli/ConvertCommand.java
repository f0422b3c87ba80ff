// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.lab.FileMeasure;
import io.espalier.lite.Graph;
import io.espalier.lite.convert.Converter;
import io.espalier.lite.convert.QuantizationMode;
import io.espalier.lite.file.GraphWriter;
import io.espalier.model.Model;
import io.espalier.model.Provenance;
import io.espalier.model.keras.KerasH5;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a .tflite file of a Keras model. */
@Command(name = "convert", description = "Makes a .tflite file of a Keras model.")
final class ConvertCommand implements Callable<Integer> {
    private static final double NANOS_PER_SECOND = 1e9;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "MODEL", description = "A .h5 file of Keras.")
    private Path model;

    @Mixin
    private OutputFile output;

    @Option(
            names = "--quantize",
            defaultValue = "none",
            paramLabel = "HOW",
            description = "${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}); dynamic stores large weights in int8.")
    private Quantize quantize;

    /** The words of the command line for what becomes of the numbers. */
    enum Quantize {
        none(QuantizationMode.NONE),
        dynamic(QuantizationMode.DYNAMIC);

        private final QuantizationMode mode;

        Quantize(QuantizationMode mode) {
            this.mode = mode;
        }
    }

    @Override
    public Integer call() throws IOException {
        if (InputFile.typeOf(model) != InputFile.KERAS_H5) {
            throw new UsageException(model + ": is a .tflite file already; convert takes a .h5 file");
        }
        Path file = output.claim();
        long start = System.nanoTime();
        Model read = KerasH5.read(model);
        Optional<Provenance> trained = KerasH5.provenance(model);
        Provenance provenance = Provenance.here(
                "convert " + quantize,
                trained.map(Provenance::dataset).orElse(null),
                trained.map(Provenance::seed).orElse(null),
                List.of(FileMeasure.of(model).asParent()));
        Graph graph = Converter.of(read)
                .quantize(quantize.mode)
                .provenance(provenance)
                .toGraph();
        GraphWriter.write(graph, file);
        say(file, (System.nanoTime() - start) / NANOS_PER_SECOND);
        return ExitCode.DONE;
    }

    private void say(Path file, double seconds) throws IOException {
        long before = Files.size(model);
        long after = Files.size(file);
        spec.commandLine()
                .getErr()
                .printf(
                        Locale.ROOT,
                        "Converted  %s  (%,d -> %,d bytes, %+.1f%%)  in %.2f s%nNext: %s%n",
                        file,
                        before,
                        after,
                        100.0 * (after - before) / before,
                        seconds,
                        Espalier.suggest("inspect " + file));
    }
}
