// SPDX-License-Identifier: Apache-2.0
package io.espalier.lab.mnist;

import io.espalier.lab.FileMeasure;
import io.espalier.lab.LabConsole;
import io.espalier.lab.LabStoppedException;
import io.espalier.lab.Machine;
import io.espalier.lab.Report;
import io.espalier.lab.Variant;
import io.espalier.lite.Graph;
import io.espalier.lite.calibrate.RepresentativeData;
import io.espalier.lite.convert.Converter;
import io.espalier.lite.file.GraphWriter;
import io.espalier.lite.recipe.BoundaryType;
import io.espalier.lite.recipe.Quantizer;
import io.espalier.lite.recipe.Recipe;
import io.espalier.model.AtomicFile;
import io.espalier.model.EspalierVersion;
import io.espalier.model.Model;
import io.espalier.model.Provenance;
import io.espalier.model.keras.KerasH5;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.Flatten;
import io.espalier.model.layer.MaxPooling2D;
import io.espalier.model.layer.Reshape;
import io.espalier.runtime.TfliteVersion;
import io.espalier.train.StopSignal;
import io.espalier.train.TensorFlowVersion;
import io.espalier.train.Trainer;
import io.espalier.train.TrainingResult;
import io.espalier.train.callback.ModelCheckpoint;
import io.espalier.train.callback.ProgressBar;
import io.espalier.train.loss.SparseCategoricalCrossentropy;
import io.espalier.train.optimizer.Adam;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Trains a small convolutional network on MNIST, converts it, runs every form of it, and compares them.
 *
 * <p>Leaves {@code baseline.h5}, {@code float.tflite}, {@code float16.tflite}, {@code dynamic.tflite} and {@code report.json} in its folder.
 */
public final class MnistLab {
    /** The lab's name, on the command line and in the report. */
    public static final String NAME = "mnist";

    private static final String CHECKPOINT = "checkpoint.h5";

    private final MnistLabSettings settings;
    private final LabConsole console;
    private final StopSignal stop;

    public MnistLab(MnistLabSettings settings, LabConsole console, StopSignal stop) {
        this.settings = settings;
        this.console = console;
        this.stop = stop;
    }

    /** The network of the lab, with weights that start from the seed. */
    public static Model network(long seed) {
        return Model.sequential()
                .input(28, 28)
                .add(Reshape.to(28, 28, 1))
                .add(Conv2D.of(12, 3).activation(ActivationFunction.RELU))
                .add(MaxPooling2D.of(2))
                .add(new Flatten())
                .add(Dense.of(10).activation(ActivationFunction.SOFTMAX))
                .build(seed);
    }

    /**
     * Does all steps.
     *
     * @throws LabStoppedException if it was asked to stop; what was learned until then is in {@code checkpoint.h5}
     * @throws IOException if a file cannot be written
     */
    public Report run() throws IOException {
        console.step("Lab", NAME + ", Espalier " + EspalierVersion.current());
        Map<String, String> versions = versions();
        console.step("Versions", versions.toString().replaceAll("[{}]", "").replace('=', ' '));
        Machine machine = Machine.here();
        console.step("Machine", machine.describe());
        LabData data = LabData.open(settings.data(), console);
        announce(data);

        Model untrained = network(settings.seed());
        console.results().println(untrained.summary());
        TrainingResult trained = train(untrained, data);

        List<Variant> variants = compare(trained.model(), data);
        Report report = new Report(
                NAME,
                EspalierVersion.current(),
                machine,
                versions,
                data.describe(),
                new Report.Settings(
                        settings.epochs(),
                        MnistLabSettings.BATCH_SIZE,
                        MnistLabSettings.VALIDATION_SPLIT,
                        settings.seed(),
                        settings.threads()),
                Report.Epoch.all(trained.history()),
                variants);
        AtomicFile.write(
                settings.folder().resolve("report.json"), report.toJson().getBytes(StandardCharsets.UTF_8));
        return report;
    }

    private static Map<String, String> versions() {
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put("Java", System.getProperty("java.version"));
        // TFLite is loaded first: TensorFlow holds symbols of the same names, and the log of the right one is to be
        // quiet.
        versions.put("TFLite", TfliteVersion.current());
        versions.put("TensorFlow", TensorFlowVersion.current());
        return versions;
    }

    private void announce(LabData data) {
        console.step(
                "Data",
                String.format(
                        "%s: %,d training and %,d test examples, from %s",
                        data.name(),
                        data.train().size(),
                        data.test().size(),
                        data.split().origin().source()));
    }

    private ProgressBar progressBar() {
        return console.interactive()
                ? ProgressBar.onTerminal(console.progress())
                : ProgressBar.plain(console.progress());
    }

    private TrainingResult train(Model untrained, LabData data) throws IOException {
        Path checkpoint = settings.folder().resolve(CHECKPOINT);
        Provenance provenance = trainingProvenance(data);
        console.step("Training", settings.training());
        TrainingResult result = Trainer.of(SparseCategoricalCrossentropy.fromProbabilities())
                .optimizer(Adam.of(MnistLabSettings.LEARNING_RATE))
                .batchSize(MnistLabSettings.BATCH_SIZE)
                .epochs(settings.epochs())
                .validationSplit(MnistLabSettings.VALIDATION_SPLIT)
                .seed(settings.seed())
                .threads(settings.threads())
                .stopWhen(stop)
                .callbacks(
                        progressBar(),
                        ModelCheckpoint.ofEach((model, epoch) -> KerasH5.write(model, provenance, checkpoint)))
                .fit(untrained, data.train());
        if (stop.isGiven()) {
            KerasH5.write(result.model(), provenance, checkpoint);
            throw new LabStoppedException(checkpoint);
        }
        Files.deleteIfExists(checkpoint);
        return result;
    }

    private Provenance trainingProvenance(LabData data) {
        return Provenance.here(settings.trainingRecipe(), data.name(), settings.seed(), List.of());
    }

    private List<Variant> compare(Model model, LabData data) throws IOException {
        Path baseline = settings.folder().resolve("baseline.h5");
        Provenance trained = trainingProvenance(data);
        KerasH5.write(model, trained, baseline);
        Measurements measurements = Measurements.ofBaseline(baseline, trained, data.test(), settings.threads());
        List<Variant> variants = new ArrayList<>();
        variants.add(said(measurements.baseline()));

        String parent = FileMeasure.of(baseline).asParent();
        RepresentativeData samples = data.representative();
        for (Conversion conversion : Conversion.ALL) {
            if (stop.isGiven()) {
                throw new LabStoppedException(baseline);
            }
            Path file = settings.folder().resolve(conversion.fileName());
            Provenance provenance =
                    Provenance.here(conversion.describe(samples), data.name(), settings.seed(), List.of(parent));
            Graph graph = Converter.of(model)
                    .quantize(Quantizer.of(conversion.recipe()).calibrate(samples))
                    .provenance(provenance)
                    .toGraph();
            GraphWriter.write(graph, file);
            variants.add(said(measurements.ofTflite(file, provenance)));
        }
        return variants;
    }

    private Variant said(Variant variant) {
        console.step(
                "Measured",
                String.format("%s: %,d bytes, accuracy %.4f", variant.name(), variant.bytes(), variant.accuracy()));
        return variant;
    }

    /** A .tflite file that the lab makes of the baseline. */
    private record Conversion(String fileName, Recipe recipe) {
        static final List<Conversion> ALL = List.of(
                new Conversion("float.tflite", Recipe.named("none")),
                new Conversion("float16.tflite", Recipe.named("float16")),
                new Conversion("dynamic.tflite", Recipe.named("dynamic")),
                new Conversion(
                        "int8.tflite",
                        Recipe.named("int8").inputType(BoundaryType.INT8).outputType(BoundaryType.INT8)),
                new Conversion("int16x8.tflite", Recipe.named("int16x8")));

        String describe(RepresentativeData samples) {
            return "convert " + recipe
                    + (recipe.takesCalibration() ? ", calibrated with " + samples.description() : "");
        }
    }
}
