// SPDX-License-Identifier: Apache-2.0
package io.espalier.lab.mnist;

import io.espalier.lab.LabConsole;
import io.espalier.lab.LabStoppedException;
import io.espalier.lab.Machine;
import io.espalier.lab.Report;
import io.espalier.lite.recipe.BoundaryType;
import io.espalier.lite.recipe.Recipe;
import io.espalier.model.AtomicFile;
import io.espalier.model.EspalierVersion;
import io.espalier.model.Model;
import io.espalier.model.Provenance;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.Flatten;
import io.espalier.model.layer.MaxPooling2D;
import io.espalier.model.layer.Reshape;
import io.espalier.runtime.TfliteVersion;
import io.espalier.train.ParametrizedResult;
import io.espalier.train.StopSignal;
import io.espalier.train.TensorFlowVersion;
import io.espalier.train.parametrize.ParametrizedModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Trains a small convolutional network on MNIST, converts it, runs every form of it, and compares them.
 *
 * <p>Leaves {@code baseline.h5}, {@code pruned.h5}, {@code teacher.h5}, {@code distilled.h5}, .tflite files and {@code report.json} in its
 * folder.
 */
public final class MnistLab {
    /** The lab's name, on the command line and in the report. */
    public static final String NAME = "mnist";

    private static final Recipe INT8 =
            Recipe.named("int8").inputType(BoundaryType.INT8).outputType(BoundaryType.INT8);

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
        LabTraining training = new LabTraining(settings, console, stop, data);
        Provenance provenance = Provenance.here(settings.trainingRecipe(), data.name(), settings.seed(), List.of());
        console.step("Training", settings.training());
        ParametrizedResult trained = training.train(ParametrizedModel.of(untrained), settings.epochs(), provenance);

        Model baseline = trained.model().strip();
        LabFiles files = new LabFiles(settings, console, stop, data, baseline, provenance);
        for (Conversion conversion : Conversion.ALL) {
            files.tflite(conversion.fileName(), baseline, conversion.recipe(), files.baseline());
        }
        prune(baseline, files, training);
        distil(data, files, training);
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
                files.variants());
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

    private void prune(Model baseline, LabFiles files, LabTraining training) throws IOException {
        LabPruning pruning = LabPruning.of(training.stepsPerEpoch());
        ParametrizedModel masked = pruning.apply(baseline);
        console.step("Pruning", pruning.describe() + ", " + settings.training(LabPruning.EPOCHS));
        console.results().println(masked.summary());
        Provenance provenance =
                files.provenance(pruning.describe() + ", " + settings.training(LabPruning.EPOCHS), files.baseline());
        Model pruned =
                training.train(masked, LabPruning.EPOCHS, provenance).model().strip();
        KernelTable.lines("conv2d/kernel", pruned.weights().get("conv2d", "kernel"))
                .forEach(console.results()::println);
        Path file = files.keras("pruned.h5", pruned, provenance);
        files.tflite("pruned-dynamic.tflite", pruned, Recipe.named("dynamic"), file);
    }

    private void distil(LabData data, LabFiles files, LabTraining training) throws IOException {
        String lessons = settings.training(LabDistillation.TEACHER_EPOCHS);
        console.step("Teacher", lessons);
        Provenance taught = Provenance.here("train " + lessons, data.name(), settings.seed(), List.of());
        Model teacher = training.train(
                        ParametrizedModel.of(LabDistillation.teacher(settings.seed())),
                        LabDistillation.TEACHER_EPOCHS,
                        taught)
                .model()
                .strip();
        Path teacherFile = files.keras("teacher.h5", teacher, taught);

        String learning = LabDistillation.describe() + ", "
                + settings.training(LabDistillation.LEARNING_RATE, LabDistillation.EPOCHS);
        console.step("Student", learning);
        Provenance provenance = files.provenance(learning, teacherFile);
        Model student = training.distil(
                        ParametrizedModel.of(LabDistillation.student(settings.seed())),
                        LabDistillation.from(teacher),
                        LabDistillation.LEARNING_RATE,
                        LabDistillation.EPOCHS,
                        provenance)
                .model()
                .strip();
        Path file = files.keras("distilled.h5", student, provenance);
        files.tflite("distilled-int8.tflite", student, INT8, file);
    }

    /** A .tflite file that the lab makes of the baseline. */
    private record Conversion(String fileName, Recipe recipe) {
        static final List<Conversion> ALL = List.of(
                new Conversion("float.tflite", Recipe.named("none")),
                new Conversion("float16.tflite", Recipe.named("float16")),
                new Conversion("dynamic.tflite", Recipe.named("dynamic")),
                new Conversion("int8.tflite", INT8),
                new Conversion("int16x8.tflite", Recipe.named("int16x8")));
    }
}
