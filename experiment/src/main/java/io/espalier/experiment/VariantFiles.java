// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment;

import io.espalier.base.Provenance;
import io.espalier.experiment.measure.FileMeasure;
import io.espalier.experiment.measure.Measurements;
import io.espalier.experiment.measure.Variant;
import io.espalier.lite.Graph;
import io.espalier.lite.calibrate.RepresentativeData;
import io.espalier.lite.convert.Converter;
import io.espalier.lite.file.GraphWriter;
import io.espalier.lite.quantize.Quantizer;
import io.espalier.lite.recipe.Recipe;
import io.espalier.model.Model;
import io.espalier.model.keras.KerasFiles;
import io.espalier.train.StopSignal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The models that an experiment leaves in its folder, each measured as soon as it is there. */
public final class VariantFiles {
    private final ExperimentSettings settings;
    private final ExperimentConsole console;
    private final StopSignal stop;
    private final ExperimentData data;
    private final Path baseline;
    private final Measurements measurements;
    private final RepresentativeData samples;
    private final List<Variant> variants = new ArrayList<>();

    private VariantFiles(
            ExperimentSettings settings,
            ExperimentConsole console,
            StopSignal stop,
            ExperimentData data,
            Path baseline,
            Provenance provenance)
            throws IOException {
        this.settings = settings;
        this.console = console;
        this.stop = stop;
        this.data = data;
        this.baseline = baseline;
        this.samples = data.representative();
        this.measurements = Measurements.ofBaseline(baseline, provenance, data.test(), settings.threads());
        add(measurements.baseline());
    }

    /**
     * Measures the Keras file that the others are compared with.
     *
     * @throws IOException if it cannot be read
     */
    public static VariantFiles ofBaseline(
            Path file,
            Provenance provenance,
            ExperimentSettings settings,
            ExperimentConsole console,
            StopSignal stop,
            ExperimentData data)
            throws IOException {
        return new VariantFiles(settings, console, stop, data, file, provenance);
    }

    /** The file of the first model. */
    public Path baseline() {
        return baseline;
    }

    /** What was measured so far. */
    public List<Variant> variants() {
        return List.copyOf(variants);
    }

    /** Writes and measures a Keras file. */
    public Path keras(String fileName, Model model, Provenance provenance) throws IOException {
        Path file = settings.folder().resolve(fileName);
        KerasFiles.write(model, provenance, file);
        add(measurements.ofKeras(file, provenance));
        return file;
    }

    /**
     * Converts, writes and measures. A model that was trained quantization-aware tells its ranges; others are calibrated where the recipe takes
     * that.
     *
     * @param done what was done to the model since it, or its parent, was written
     * @param parent the Keras file of the same model, or the nearest that it was made from
     * @throws ExperimentStoppedException if the experiment was asked to stop
     */
    public Path tflite(String fileName, Model model, Recipe recipe, List<String> done, Path parent) throws IOException {
        if (stop.isGiven()) {
            throw new ExperimentStoppedException(parent);
        }
        Path file = settings.folder().resolve(fileName);
        boolean calibrated = recipe.takesCalibration() && model.quantization().isEmpty();
        List<String> all = new ArrayList<>(done);
        all.add("convert " + recipe + (calibrated ? ", calibrated with " + samples.description() : ""));
        Provenance provenance = provenance(String.join("; ", all), parent);
        Quantizer quantizer = Quantizer.of(recipe);
        Graph graph = Converter.of(model)
                .withQuantizer(calibrated ? quantizer.withCalibration(samples) : quantizer)
                .withProvenance(provenance)
                .convert();
        GraphWriter.write(graph, file);
        add(measurements.ofTflite(file, provenance));
        return file;
    }

    /** Of a file that is made from others. */
    public Provenance provenance(String recipe, Path... parents) throws IOException {
        List<String> named = new ArrayList<>();
        for (Path parent : parents) {
            named.add(FileMeasure.parent(parent));
        }
        return data.provenance(recipe, settings.seed(), named);
    }

    private void add(Variant variant) {
        variants.add(variant);
        console.step(
                "Measured",
                String.format("%s: %,d bytes, accuracy %.4f", variant.name(), variant.bytes(), variant.accuracy()));
    }
}
