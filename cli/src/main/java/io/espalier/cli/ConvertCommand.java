// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.base.internal.JsonTree;
import io.espalier.experiment.ModelFormats;
import io.espalier.lite.Graph;
import io.espalier.lite.convert.Converter;
import io.espalier.lite.file.GraphWriter;
import io.espalier.lite.format.TfliteFormat;
import io.espalier.lite.quantize.training.TrainedTensors;
import io.espalier.lite.recipe.Method;
import io.espalier.lite.recipe.Recipe;
import io.espalier.model.Model;
import io.espalier.model.Node;
import io.espalier.model.format.ModelFormat;
import io.espalier.model.format.ModelFormat.StoredModel;
import io.espalier.model.layer.recurrent.Bidirectional;
import io.espalier.model.layer.recurrent.LSTM;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import picocli.CommandLine.Model.OptionSpec;

/** Makes a model file of another: a .tflite file with all that it can be told, or a file of Keras. */
final class ConvertCommand extends Subcommand {
    private static final String FUSED = RecurrentOption.NAME + " " + RecurrentOption.Form.FUSED.id();

    private final RunNotes run = new RunNotes(spec());
    private final Argument<Path> model = arguments().parameter(Path.class, InputModel.LABEL, KerasInput.FORMS);
    private final KerasInput input = new KerasInput(arguments());
    private final OutputFile output = new OutputFile(arguments());
    private final Argument<String> quantize = arguments()
            .option(
                    String.class,
                    Arguments.named(
                                    "--quantize",
                                    "NAME|FILE",
                                    "${COMPLETION-CANDIDATES}, or a .yaml file (default: ${DEFAULT-VALUE}).")
                            .completionCandidates(Method.ids())
                            .defaultValue("none"));
    private final QuantizationOptions options = new QuantizationOptions(arguments());
    private final TargetOptions runtimes = new TargetOptions(arguments());
    private final BoardOptions boards = new BoardOptions(arguments(), BoardOptions.MAKE);
    private final MetadataOptions metadata = new MetadataOptions(arguments());
    private final MaxDropOptions search = new MaxDropOptions(arguments());

    /** The options of this command that any output takes. */
    private static final Set<String> FOR_ALL = Set.of(
            "--output",
            "--force",
            "--input-shape",
            "--weights",
            "--signature",
            "--inputs",
            "--outputs",
            "--dry-run",
            "--json");

    ConvertCommand() {
        super(
                "convert model.h5 -o model.tflite",
                "convert model.h5 -o small.tflite --quantize dynamic",
                "convert model.h5 -o small.tflite --quantize dynamic --dry-run",
                "convert model.keras -o int8.tflite --quantize int8 --calibrate mnist",
                "convert model.keras -o small.tflite --max-drop 0.5pt --data mnist",
                "convert model.keras -o micro.tflite --target rp2040 --calibrate mnist",
                "convert model.h5 -o model.keras");
    }

    /** What was read of the model file. */
    private record Read(StoredModel<?> stored, long bytes, Supplier<String> parent, Optional<Recipe> recipe) {}

    /**
     * What is converted. With the model too, a large one would fill the heap twice.
     *
     * @param layers the model, where a search needs it
     */
    private record Lowered(
            Conversion.Source source, Converter converter, RecipeChoice recipes, Optional<Model> layers) {}

    @Override
    public Integer call() throws IOException {
        Optional<ModelFormat<?>> named = ModelFormats.claiming(output.path().toString());
        if (named.isPresent() && named.get() != TfliteFormat.TFLITE) {
            return exported(named.get());
        }
        TargetOptions targets = runtimes.with(boards.boards());
        search.check(
                Argument.given(quantize).isEmpty() ? Optional.empty() : Optional.of("--quantize " + quantize.get()),
                targets,
                output.force());
        if (search.given()) {
            return searched(targets);
        }
        Lowered lowered = lower(read(targets), targets);
        Path target = output.claim(model.get());
        targets.remark(lowered.recipes().first()).ifPresent(terminal()::note);
        new Conversion("convert", lowered.source(), target, lowered.recipes(), options, metadata)
                .withBoards(boards)
                .withNotes(run)
                .write(lowered.converter(), spec().commandLine());
        return ExitCode.DONE;
    }

    private int searched(TargetOptions targets) throws IOException {
        Path target = output.claim(model.get());
        if (options.calibration().isEmpty()) {
            options.calibrateWith(search.data());
        }
        Lowered lowered = lower(read(targets), targets);
        WrittenForm form = new WrittenForm("convert", lowered.source(), options, metadata);
        Converter converter = lowered.recipes().isPortable()
                ? Converter.of(metadata.fixed(model.get(), lowered.converter().lowered()))
                : lowered.converter();
        Recipe none = Recipe.of(Method.NONE);
        MaxDropOptions.Subject subject = new MaxDropOptions.Subject(
                converter.lowered(),
                lowered.layers(),
                GraphWriter.size(form.of(converter.withRecipe(none).convert(), none)),
                form);
        FoundNumbers found = StoppedSearch.told(terminal(), () -> search.search(subject, options, targets, terminal()));
        new Conversion(
                        "convert",
                        lowered.source(),
                        target,
                        new RecipeChoice(found.result().recipe(), targets.recipes()),
                        options,
                        metadata)
                .withBoards(boards)
                .withNotes(run)
                .withSearch(found)
                .write(converter, spec().commandLine());
        return ExitCode.DONE;
    }

    /** What is said to a .tflite file alone would be lost in another. */
    private int exported(ModelFormat<?> format) throws IOException {
        List<String> given = spec().commandLine().getParseResult().matchedOptions().stream()
                .filter(option -> !option.inherited())
                .map(OptionSpec::longestName)
                .filter(name -> !FOR_ALL.contains(name))
                .toList();
        if (!given.isEmpty()) {
            throw UsageException.leavingOut(
                    String.join(", ", given) + (given.size() == 1 ? " is" : " are") + " for .tflite files only, but "
                            + output.path() + " is called a " + format.extension() + " file",
                    given);
        }
        try (InputModel file = InputModel.open(model.get(), input.options())) {
            Exported.requireLayers(file, format);
            Path target = output.claim(model.get(), format.extension());
            Supplier<String> parent = file.asParentMeanwhile();
            input.read(file, terminal());
            Exported exported = new Exported(file, file.read(Model.class), target, terminal());
            ObjectNode report = exported.toJson(format);
            if (options.isDryRun()) {
                format.of(Model.class).orElseThrow().check(exported.model());
                terminal().done("Dry run", file.path() + " would become " + target + "; nothing was written");
                report.put("dryRun", true);
            } else {
                report.setAll(new FileExporter().write(exported, format));
                run.readModel(file.path(), file.size(), parent.get());
                run.writeBeside(target, terminal());
            }
            if (options.json()) {
                out().println(JsonTree.indented(report));
            }
        }
        return ExitCode.DONE;
    }

    private Read read(TargetOptions targets) throws IOException {
        try (InputModel file = InputModel.open(model.get(), input.options())) {
            if (file.isTflite()) {
                throw new UsageException(
                        model.get() + ": already a .tflite file; convert takes other models",
                        OtherCommand.quantize(file).orElse(null));
            }
            Supplier<String> parent = file.asParentMeanwhile();
            if (search.given()) {
                return new Read(input.read(file, terminal()), file.size(), parent, Optional.of(Recipe.of(Method.NONE)));
            }
            boolean isNamed = !targets.choose() || !Argument.given(quantize).isEmpty();
            Optional<Recipe> recipe = isNamed
                    ? Optional.of(options.refine(targets.usual(RecipeArgument.quantization(
                            quantize.get(),
                            () -> OtherCommand.of(file, quantize.get(), options.examples())
                                    .compress(file)))))
                    : Optional.empty();
            return new Read(input.read(file, terminal()), file.size(), parent, recipe);
        }
    }

    private Lowered lower(Read read, TargetOptions targets) {
        Optional<Model> keras = read.stored().as(Model.class).map(StoredModel::content);
        Optional<Graph> graph = read.stored().as(Graph.class).map(StoredModel::content);
        boolean isTrained = keras.map(model -> model.quantization().isPresent())
                .orElseGet(() -> TrainedTensors.areFoundIn(graph.orElseThrow()));
        if (isTrained && search.given()) {
            throw new UsageException(
                    MaxDropOptions.NAME + ": " + model.get()
                            + " was trained quantization-aware, which chose the numbers of its layers; leave the option out, or convert the float model");
        }
        boolean fuses = options.recurrent() == RecurrentOption.Form.FUSED;
        if (fuses) {
            requireFusable(keras, isTrained);
        }
        RecipeChoice recipes = read.recipe()
                .map(targets::of)
                .orElseGet(() -> targets.any(isTrained || options.calibration().isPresent(), options));
        if (!isTrained) {
            options.requireCalibration(
                    recipes.first(), keras.map(ModelShapes::of).orElseGet(() -> ModelShapes.of(graph.orElseThrow())));
        }
        return new Lowered(
                new Conversion.Source(
                        model.get(), read.bytes(), read.parent(), read.stored().provenance()),
                fuses
                        ? fused(keras.orElseThrow())
                        : keras.map(Converter::of).orElseGet(() -> Converter.of(graph.orElseThrow())),
                recipes,
                keras.filter(layers -> search.byHessian()));
    }

    private Converter fused(Model keras) {
        Converter converter = Converter.withFusedLstm(keras);
        for (Node node : keras.nodes()) {
            boolean isFused = converter.lowered().main().tensors().stream()
                    .anyMatch(tensor -> tensor.name().equals(node.name() + "/cell_state"));
            boolean hasLstm = node.layer().kind().contains("LSTM")
                    || (node.layer() instanceof Bidirectional both && both.forward() instanceof LSTM);
            if (hasLstm && !isFused) {
                terminal()
                        .note("layer '" + node.name() + "' (" + node.layer().kind()
                                + ") stays step by step: only an LSTM with tanh and sigmoid, without mask and given states, becomes"
                                + " one operator");
            }
        }
        return converter;
    }

    private void requireFusable(Optional<Model> keras, boolean isTrained) {
        if (keras.isEmpty()) {
            throw new UsageException(FUSED + " needs the layers of a Keras model; the operators of " + model.get()
                    + " stay as they are");
        }
        if (isTrained) {
            throw new UsageException(
                    FUSED + ": the model was trained quantization-aware step by step, and what training found"
                            + " does not fit one operator; leave the option out");
        }
        metadata.requireOneExample(FUSED);
    }
}
