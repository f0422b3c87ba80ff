// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.internal;

import io.espalier.base.ProgressListener;
import io.espalier.base.Provenance;
import io.espalier.base.internal.AtomicFile;
import io.espalier.data.Dataset;
import io.espalier.data.Tasks;
import io.espalier.experiment.ExperimentConsole;
import io.espalier.experiment.ModelFormats;
import io.espalier.experiment.evidence.FileEvidence;
import io.espalier.experiment.measure.Measurement;
import io.espalier.experiment.measure.Measurement.Judged;
import io.espalier.experiment.recipe.Candidate;
import io.espalier.experiment.report.Report.Variant;
import io.espalier.experiment.report.ReportDetails;
import io.espalier.experiment.report.ReportDetails.Curve;
import io.espalier.experiment.statistics.Guess;
import io.espalier.lite.convert.Converter;
import io.espalier.lite.file.GraphWriter;
import io.espalier.model.Model;
import io.espalier.model.format.ModelFormat;
import io.espalier.model.format.ModelFormat.Feature;
import io.espalier.model.format.ModelFormat.ReadOptions;
import io.espalier.model.format.ModelSource;
import io.espalier.model.keras.KerasFiles;
import io.espalier.model.keras.KerasFormat;
import io.espalier.runtime.interpreter.TfliteModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The models that an experiment leaves in its folder, each measured as soon as it is there, as its user will have it. */
public final class VariantFiles {
    private static final int MOST_RUNS = 2000;
    private static final int FEW = 50;

    private final ExperimentSettings settings;
    private final ExperimentConsole console;
    private final Tasks tasks;
    private final Dataset test;
    private final Measurement reference;
    private final String baseline;
    private final FileEvidence evidence;
    private final ResidentFigures resident;
    private final Map<String, Path> files = new HashMap<>();
    private final List<Variant> variants = new ArrayList<>();

    /**
     * Measures the Keras file that the others are compared with.
     *
     * @param model what the file holds
     * @param tasks what the models are for
     * @throws IOException if the file cannot be read
     */
    public VariantFiles(
            ModelSource file,
            Model model,
            Provenance provenance,
            ExperimentSettings settings,
            ExperimentConsole console,
            Tasks tasks,
            Dataset test)
            throws IOException {
        this.settings = settings;
        this.console = console;
        this.tasks = tasks;
        this.test = test;
        this.resident = ResidentFigures.of(settings.threads(), console);
        ModelFormat<?> format = ModelFormats.of(file).orElseThrow();
        boolean isWhole = format.features().contains(Feature.WEIGHTS)
                && !format.extension().isEmpty();
        ByteBuffer content = ByteBuffer.wrap(isWhole ? file.bytes() : withWeights(model));
        this.reference = Measurement.ofKeras(content, model, tasks, test, settings.threads());
        String name = file.path().getFileName() + (isWhole ? "" : " as .h5");
        this.baseline = add(name, file.path(), content, reference, null, provenance);
        reference.judged().forEach(judged -> guessed(name, judged).ifPresent(console::note));
        this.evidence = new FileEvidence(test);
        evidence.add(name, model, reference);
    }

    private Optional<String> guessed(String name, Judged judged) {
        String model = reference.judged().size() == 1 ? name : name + " at " + judged.label();
        return Optional.ofNullable(reference.scores().get(judged.output()))
                .flatMap(scores -> Guess.of(judged.task(), tasks.labelOf(judged.label(), test))
                        .flatMap(guess -> guess.note(model, scores.main(), scores.examples())));
    }

    /** Neither an architecture alone nor a folder has a size that files with weights can be compared with. */
    private byte[] withWeights(Model model) throws IOException {
        Path file = Files.createTempFile(settings.folder(), "baseline", ".h5");
        try {
            KerasFormat.H5.write(model, null, file);
            return Files.readAllBytes(file);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /**
     * Measures a Keras file that the experiment has written, and reads its model back; the other files are compared with it.
     *
     * @throws IOException if the file cannot be read
     */
    public static VariantFiles ofBaseline(
            Path file,
            Provenance provenance,
            ExperimentSettings settings,
            ExperimentConsole console,
            Tasks tasks,
            Dataset test)
            throws IOException {
        try (ModelSource written = ModelSource.open(file)) {
            return new VariantFiles(written, readBack(written), provenance, settings, console, tasks, test);
        }
    }

    private static Model readBack(ModelSource written) throws IOException {
        ModelFormat<?> format = ModelFormats.of(written).orElseThrow();
        return format.read(written, ReadOptions.NONE)
                .as(Model.class)
                .orElseThrow()
                .content();
    }

    /** The file of the first model, as {@link Provenance#parent} names it. */
    public String baseline() {
        return baseline;
    }

    /** The median time of one example in microseconds in a model as it is, converted without quantization. */
    public double originalLatency(Model model) {
        TfliteModel converted = TfliteModel.of(
                baseline,
                ByteBuffer.wrap(GraphWriter.toBytes(Converter.of(model).convert())));
        Measurement measured = Measurement.ofTflite(
                converted,
                List.of(),
                test.slice(0, Math.min(test.size(), FEW)),
                settings.threads(),
                MOST_RUNS,
                ProgressListener.NONE);
        return measured.speed().orElseThrow().latency().median();
    }

    /**
     * All files with what was measured, and their memory, which is measured now: nothing else may be at work.
     *
     * @throws IOException if a file cannot be read
     */
    public List<Variant> finished() throws IOException {
        return resident.of(variants, settings.folder());
    }

    /** Writes and measures a model; returns its file as {@link Provenance#parent} names it. */
    public String keep(Candidate candidate) throws IOException {
        Path file = settings.folder().resolve(candidate.fileName());
        if (candidate instanceof Candidate.Layers layers) {
            KerasFiles.write(layers.model(), layers.provenance(), file);
            try (ModelSource written = ModelSource.open(file)) {
                ByteBuffer content = ByteBuffer.wrap(written.bytes());
                Model model = readBack(written);
                Measurement measured = Measurement.ofKeras(content, model, tasks, test, settings.threads());
                evidence.add(candidate.fileName(), model, measured);
                return add(candidate.fileName(), file, content, measured, null, layers.provenance());
            }
        }
        Candidate.Lite lite = (Candidate.Lite) candidate;
        byte[] bytes = GraphWriter.toBytes(lite.graph());
        AtomicFile.write(file, bytes);
        ByteBuffer content = ByteBuffer.wrap(bytes);
        TfliteModel model = TfliteModel.of(file.toString(), content);
        Measurement measured = Measurement.ofTflite(
                model,
                Measurement.judged(model.graph().outputNames(), tasks),
                test,
                settings.threads(),
                MOST_RUNS,
                ProgressListener.NONE);
        evidence.add(candidate.fileName(), model, lite.source(), source(lite.provenance()), measured);
        return add(candidate.fileName(), file, content, measured, reference, lite.provenance());
    }

    /**
     * What the page shows of these files besides their measurements.
     *
     * @param commands that make everything again
     * @param curves of all trainings
     */
    public ReportDetails details(List<String> commands, List<Curve> curves) {
        return evidence.details(commands, curves);
    }

    // Without its hash.
    private static String source(Provenance provenance) {
        return provenance.parents().isEmpty() ? "" : provenance.parents().get(0).replaceFirst(" [0-9a-f]{64}$", "");
    }

    /** Where a file is that {@link Provenance#parent} names. */
    Path path(String parent) {
        return files.getOrDefault(parent, settings.folder());
    }

    private String add(
            String name,
            Path file,
            ByteBuffer content,
            Measurement measured,
            @Nullable Measurement compared,
            Provenance provenance) {
        Variant variant = Variant.of(name, measured, compared, provenance);
        variants.add(variant);
        String score = measured.scores().isEmpty()
                ? "no labels"
                : measured.judged().stream()
                        .flatMap(judged -> Stream.ofNullable(measured.scores().get(judged.output()))
                                .map(scores ->
                                        (measured.judged().size() == 1 ? "" : judged.label() + " ") + scores.text()))
                        .collect(Collectors.joining(", "));
        console.step("Measured", String.format(Locale.US, "%s: %,d bytes, %s", name, variant.bytes(), score));
        String parent = Provenance.parent(name, content);
        files.put(parent, file);
        return parent;
    }
}
