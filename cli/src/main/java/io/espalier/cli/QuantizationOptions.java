// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.base.Provenance;
import io.espalier.base.RecipeException;
import io.espalier.data.Dataset;
import io.espalier.data.OpenedDataset;
import io.espalier.data.array.NpyFile;
import io.espalier.data.array.NpzFile;
import io.espalier.data.array.StoredArray;
import io.espalier.lite.BoundaryType;
import io.espalier.lite.Graph;
import io.espalier.lite.Tensor;
import io.espalier.lite.calibrate.CalibrationException;
import io.espalier.lite.calibrate.TensorRanges;
import io.espalier.lite.quantize.Quantizer;
import io.espalier.lite.quantize.Quantizer.Quantized;
import io.espalier.lite.recipe.Recipe;
import io.espalier.lite.schema.TensorType;
import io.espalier.runtime.calibrate.Calibrator;
import io.espalier.runtime.interpreter.InterpreterOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What commands that quantize have in common. */
final class QuantizationOptions {
    private static final String CALIBRATE = "--calibrate";
    private static final String SAMPLES_OPTION = "--samples";

    /** The options that {@link #sampleWords} repeats. */
    static final Set<String> SAMPLES = Set.of(CALIBRATE, SAMPLES_OPTION, ScaleOption.NAME);

    private static final String RANGES_ENDING = ".json";

    private final Argument<String> calibrate;
    private final Argument<Integer> samples;
    private final Argument<Path> saveRanges;
    private final Argument<BoundaryType> inputType;
    private final Argument<BoundaryType> outputType;
    private final Argument<Boolean> strict;
    private final RecurrentOption recurrent;
    private final ScaleOption scale;
    private final Argument<Integer> threads;
    private final Argument<Boolean> checkLatency;
    private final Argument<Boolean> plan;
    private final Argument<Boolean> json;
    private final Argument<Boolean> dryRun;
    private @Nullable String usual;
    private @Nullable Calibrator made;

    QuantizationOptions(Arguments arguments) {
        calibrate = arguments.option(
                String.class,
                Arguments.named(
                                CALIBRATE,
                                DataArgument.LABEL,
                                "Calibration data for int8 and int16x8, and for weights that are fitted to samples, similar to what the model will see in use: "
                                        + DataArgument.FORMS + " Or a .json file written by --save-ranges.")
                        .completionCandidates(DataArgument.names()));
        samples = arguments.option(
                int.class,
                Arguments.named(
                                SAMPLES_OPTION,
                                "N",
                                "Number of calibration examples, spread evenly over DATA (default: ${DEFAULT-VALUE}).")
                        .defaultValue("100"));
        saveRanges = arguments.option(
                Path.class,
                Arguments.named(
                        "--save-ranges", "FILE", "Save the activation ranges to FILE, for --calibrate in later runs."));
        inputType = arguments.option(
                BoundaryType.class,
                Arguments.named(
                        "--input-type",
                        "TYPE",
                        "Input type of an int8 or int16x8 model: ${COMPLETION-CANDIDATES} (default: float32)."));
        outputType = arguments.option(
                BoundaryType.class,
                Arguments.named(
                        "--output-type",
                        "TYPE",
                        "Output type of an int8 or int16x8 model: ${COMPLETION-CANDIDATES} (default: float32)."));
        strict = arguments.flag(
                "--strict",
                "Fail if an operator would stay in float, or if DATA contains a broken or too large image.");
        recurrent = new RecurrentOption(arguments);
        scale = new ScaleOption(arguments);
        threads = arguments.threads("Threads for calibration (default: all processors).");
        checkLatency = arguments.flag(
                "--check-latency",
                "Measure whether the new file is quicker than the float one on this machine; if not, name the operators to blame.");
        plan = arguments.flag("--plan", "Print the decision for each operator and tensor.");
        json = arguments.flag("--json", "Print the result and the plan as JSON.");
        dryRun = arguments.flag(
                "--dry-run", "Do everything but write: print the plan, and the size that the file would have.");
    }

    /** Whether the plan is to be printed. */
    boolean plan() {
        return plan.get() || dryRun.get();
    }

    /**
     * Whether nothing is to be written.
     *
     * @throws UsageException if another option needs what would be written
     */
    boolean isDryRun() {
        if (dryRun.get() && checkLatency.get()) {
            throw new UsageException(
                    "--check-latency measures the new file, but --dry-run writes none; remove one of them");
        }
        return dryRun.get();
    }

    /** Whether the new file is to be timed against the float one. */
    boolean checksLatency() {
        return checkLatency.get();
    }

    boolean json() {
        return json.get();
    }

    /** What the model is calibrated with. */
    Optional<String> calibration() {
        return Optional.ofNullable(calibrate.orNull()).or(() -> Optional.ofNullable(usual));
    }

    /** The examples among that, if it is no file of ranges. */
    Optional<String> examples() {
        return calibration().filter(data -> !isRanges(data));
    }

    /** How bytes of the data are scaled, as it was given; see {@link ScaleOption#words}. */
    List<String> scaleWords() {
        return scale.words();
    }

    /** What gives another command the same samples. */
    List<String> sampleWords() {
        List<String> words = new ArrayList<>();
        calibration().ifPresent(data -> words.addAll(List.of(CALIBRATE, data)));
        words.addAll(List.of(SAMPLES_OPTION, String.valueOf(samples.get())));
        words.addAll(scale.words());
        return words;
    }

    private static boolean isRanges(String data) {
        return data.toLowerCase(Locale.ROOT).endsWith(RANGES_ENDING);
    }

    /**
     * The recipe with what the options say besides it.
     *
     * @throws UsageException if it takes no calibration and there is something to calibrate with
     */
    Recipe refine(Recipe recipe) {
        Recipe refined = withFlags(recipe);
        UsageException.requireOneOrMore("--samples", samples.get());
        UsageException.requireThreads(threads.get());
        List<String> idle = idleFor(refined);
        if (!idle.isEmpty()) {
            throw new UsageException(String.join(", ", idle) + (idle.size() == 1 ? " does" : " do")
                    + " nothing for '" + recipe + "': it keeps activations in float"
                    + (Argument.given(calibrate, samples, threads).isEmpty() || refined.takesSamples()
                            ? "; use int8, int8x4 or int16x8"
                            : " and fits no weights to samples; use int8, int8x4 or int16x8, or a recipe with"
                                    + " 'rounding: gptq' or 'bias_correction: true'"));
        }
        try {
            Quantizer.of(refined);
        } catch (RecipeException e) {
            throw new UsageException("options: " + e.getMessage());
        }
        return refined;
    }

    /** Whether options ask for integer activations: they do nothing for a recipe that keeps these in float. */
    boolean askForIntegers() {
        return !Argument.given(saveRanges, inputType, outputType, strict).isEmpty();
    }

    /** Those of the options that were given and do nothing for a recipe. */
    private List<String> idleFor(Recipe recipe) {
        if (recipe.takesCalibration()) {
            return List.of();
        }
        return recipe.takesSamples()
                ? Argument.given(saveRanges, inputType, outputType, strict)
                : Argument.given(calibrate, samples, saveRanges, inputType, outputType, strict, threads);
    }

    /**
     * Makes sure of calibration for a recipe that takes it.
     *
     * @param model that would be calibrated
     * @throws UsageException if there is nothing to calibrate with
     */
    void requireCalibration(Recipe refined, ModelShapes model) {
        if (refined.takesSamples() && calibration().isEmpty()) {
            String message = "'" + refined + "' "
                    + (refined.takesCalibration() ? "quantizes activations" : "fits weights to samples")
                    + " and needs calibration: add --calibrate DATA, such as the training data of the model";
            throw OtherCommand.dataFor(model)
                    .map(data -> UsageException.adding(message, CALIBRATE, data))
                    .orElseGet(() -> new UsageException(message));
        }
    }

    /** The recipe with the types of inputs and outputs, and strictness, that the options say. */
    Recipe withFlags(Recipe recipe) {
        Recipe refined = inputType.orNull() == null ? recipe : recipe.withInputType(inputType.orNull());
        refined = outputType.orNull() == null ? refined : refined.withOutputType(outputType.orNull());
        return strict.get() ? refined.withStrict() : refined;
    }

    /** Whether everything must become an integer, and every image be sound. */
    boolean strict() {
        return strict.get();
    }

    int threads() {
        UsageException.requireThreads(threads.get());
        return threads.get();
    }

    /** Calibrates with these data unless others were named. */
    void calibrateWith(String data) {
        usual = data;
    }

    /** What is done to bytes before this model sees them. */
    InputScale inputScale(Optional<Provenance> model) {
        return scale.of(model);
    }

    /** How recurrent layers are written. */
    RecurrentOption.Form recurrent() {
        return recurrent.form();
    }

    /** Whether recurrent layers become loops. */
    boolean loops() {
        return recurrent() == RecurrentOption.Form.LOOP;
    }

    /**
     * The quantizer of this recipe, which may run the data on a model.
     *
     * @param bytes what is done to bytes in front of the model, where it is known
     */
    Quantizer quantizer(Recipe recipe, Path model, Graph graph, InputScale bytes, Terminal terminal)
            throws IOException {
        Quantizer quantizer = loops() ? Quantizer.of(recipe).withLoops() : Quantizer.of(recipe);
        Optional<String> named = calibration();
        if (named.isEmpty() || !recipe.takesSamples()) {
            return quantizer;
        }
        if (isRanges(named.get())) {
            return quantizer.withCalibration(TensorRanges.read(Path.of(named.get())));
        }
        return quantizer.withCalibration(representative(model, graph, bytes, terminal));
    }

    /**
     * The data that a model is calibrated with, opened once.
     *
     * @throws UsageException if ranges are given in place of data
     */
    Calibrator representative(Path model, Graph graph, InputScale bytes, Terminal terminal) {
        String named = calibration().orElseThrow();
        if (isRanges(named)) {
            throw new UsageException("--calibrate " + named
                    + ": a search rounds weights by what it sees in calibration data; give data in place of ranges");
        }
        if (made == null) {
            made = ready(calibrator(named, graph, bytes, terminal), model, terminal);
        }
        return made;
    }

    /** Calibrates with data that are open, unless others were named, or each input takes an array of its own. */
    void calibrateWith(OpenedDataset opened, Path model, Graph graph, Terminal terminal) {
        boolean isOwn = calibrate.orNull() == null
                && takesExamples(graph)
                && (graph.main().inputs().size() == 1
                        || opened.forTraining().parts().size()
                                == graph.main().inputs().size());
        if (isOwn) {
            made = ready(Calibrator.of(opened.forTraining(), samples.get()), model, terminal);
        }
    }

    private Calibrator ready(Calibrator calibrator, Path model, Terminal terminal) {
        return calibrator
                .withName(model.toString())
                .withOptions(InterpreterOptions.DEFAULTS.withThreads(threads.get()))
                .withProgress(terminal.samples());
    }

    private Calibrator calibrator(String data, Graph graph, InputScale bytes, Terminal terminal) {
        if (graph.main().inputs().size() > 1 && !takesExamples(graph)) {
            return arrays(data, graph, named(data, graph, terminal));
        }
        Tensor input = graph.main().tensor(graph.main().inputs().get(0));
        if (input.type() == TensorType.STRING) {
            return arrays(data, graph, Map.of(input.name(), text(data, graph)));
        }
        Dataset all = DataArgument.withoutLabels(data, graph, bytes, strict.get(), terminal)
                .forTraining();
        return Calibrator.of(all, samples.get());
    }

    /** Whether all inputs take numbers, of any number of examples. */
    private static boolean takesExamples(Graph graph) {
        return graph.main().inputs().stream()
                .mapToObj(graph.main()::tensor)
                .allMatch(input -> input.type() != TensorType.STRING
                        && (input.shape().isEmpty() || input.shape().get(0) == 1));
    }

    private static Map<String, StoredArray> named(String data, Graph graph, Terminal terminal) {
        if (!isArchive(data)) {
            throw new UsageException(
                    "the model has several inputs: --calibrate needs an .npz file with one array per input, "
                            + "with these names: "
                            + String.join(", ", Calibrator.inputNames(graph)));
        }
        NamedArrays.say(Path.of(data), terminal);
        return NamedArrays.read(Path.of(data));
    }

    private static StoredArray text(String data, Graph graph) {
        if (!isArchive(data)) {
            return NpyFile.readAny(Path.of(data));
        }
        try (NpzFile archive = NpzFile.open(Path.of(data))) {
            return archive.readAny(archive.arrayFor(Calibrator.inputNames(graph)));
        }
    }

    private static boolean isArchive(String data) {
        return data.toLowerCase(Locale.ROOT).endsWith(".npz");
    }

    private Calibrator arrays(String data, Graph graph, Map<String, StoredArray> arrays) {
        try {
            return Calibrator.ofArrays(graph, arrays, samples.get());
        } catch (CalibrationException e) {
            throw new CalibrationException(data + ": " + e.getMessage());
        }
    }

    /** Keeps the ranges, if that was asked for. */
    void save(Quantized quantized) throws IOException {
        if (!dryRun.get() && saveRanges.orNull() != null && quantized.ranges().isPresent()) {
            quantized.ranges().get().write(saveRanges.orNull());
        }
    }
}
