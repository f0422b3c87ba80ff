// SPDX-License-Identifier: Apache-2.0
package io.espalier.lab.mnist;

import io.espalier.lab.FileMeasure;
import io.espalier.lab.LabConsole;
import io.espalier.lab.LabStoppedException;
import io.espalier.lab.Variant;
import io.espalier.lite.Graph;
import io.espalier.lite.calibrate.RepresentativeData;
import io.espalier.lite.convert.Converter;
import io.espalier.lite.file.GraphWriter;
import io.espalier.lite.recipe.Quantizer;
import io.espalier.lite.recipe.Recipe;
import io.espalier.model.Model;
import io.espalier.model.Provenance;
import io.espalier.model.keras.KerasH5;
import io.espalier.train.StopSignal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The models that the lab leaves in its folder, each measured as soon as it is there. */
final class LabFiles {
    private final MnistLabSettings settings;
    private final LabConsole console;
    private final StopSignal stop;
    private final LabData data;
    private final Path baseline;
    private final Measurements measurements;
    private final RepresentativeData samples;
    private final List<Variant> variants = new ArrayList<>();

    /** Writes the first of them, which the others are compared with. */
    LabFiles(
            MnistLabSettings settings,
            LabConsole console,
            StopSignal stop,
            LabData data,
            Model model,
            Provenance provenance)
            throws IOException {
        this.settings = settings;
        this.console = console;
        this.stop = stop;
        this.data = data;
        this.baseline = settings.folder().resolve("baseline.h5");
        this.samples = data.representative();
        KerasH5.write(model, provenance, baseline);
        this.measurements = Measurements.ofBaseline(baseline, provenance, data.test(), settings.threads());
        add(measurements.baseline());
    }

    /** The file of the first model. */
    Path baseline() {
        return baseline;
    }

    List<Variant> variants() {
        return List.copyOf(variants);
    }

    /** Writes and measures a Keras file. */
    Path keras(String fileName, Model model, Provenance provenance) throws IOException {
        Path file = settings.folder().resolve(fileName);
        KerasH5.write(model, provenance, file);
        add(measurements.ofKeras(file, provenance));
        return file;
    }

    /**
     * Converts, writes and measures.
     *
     * @param parent the Keras file of the same model
     * @throws LabStoppedException if the lab was asked to stop
     */
    void tflite(String fileName, Model model, Recipe recipe, Path parent) throws IOException {
        if (stop.isGiven()) {
            throw new LabStoppedException(parent);
        }
        Path file = settings.folder().resolve(fileName);
        Provenance provenance = provenance(
                "convert " + recipe + (recipe.takesCalibration() ? ", calibrated with " + samples.description() : ""),
                parent);
        Graph graph = Converter.of(model)
                .quantize(Quantizer.of(recipe).calibrate(samples))
                .provenance(provenance)
                .toGraph();
        GraphWriter.write(graph, file);
        add(measurements.ofTflite(file, provenance));
    }

    /** Of a file that is made from another. */
    Provenance provenance(String recipe, Path parent) throws IOException {
        return Provenance.here(
                recipe,
                data.name(),
                settings.seed(),
                List.of(FileMeasure.of(parent).asParent()));
    }

    private void add(Variant variant) {
        variants.add(variant);
        console.step(
                "Measured",
                String.format("%s: %,d bytes, accuracy %.4f", variant.name(), variant.bytes(), variant.accuracy()));
    }
}
