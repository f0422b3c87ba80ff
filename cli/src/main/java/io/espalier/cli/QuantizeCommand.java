// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.lite.Graph;
import io.espalier.lite.convert.Converter;
import io.espalier.lite.quantize.training.TrainedTensors;
import io.espalier.lite.recipe.Method;
import io.espalier.lite.recipe.Recipe;
import io.espalier.model.format.ModelFormat.StoredModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/** Makes a smaller .tflite file of a float one, whoever made it. */
final class QuantizeCommand extends Subcommand {
    private final RunNotes run = new RunNotes(spec());
    private final Argument<Path> model =
            arguments().parameter(Path.class, InputModel.LABEL, "A float32 .tflite file; with the recipe none, any.");
    private final OutputFile output = new OutputFile(arguments());
    private final Argument<String> recipe = arguments()
            .option(
                    String.class,
                    Arguments.named(
                                    "--recipe",
                                    "NAME|FILE",
                                    "${COMPLETION-CANDIDATES}, or a .yaml file with one of these, options and rules.")
                            .completionCandidates(Method.ids()));
    private final QuantizationOptions options = new QuantizationOptions(arguments());
    private final TargetOptions runtimes = new TargetOptions(arguments());
    private final BoardOptions boards = new BoardOptions(arguments(), BoardOptions.MAKE);
    private final MetadataOptions metadata = new MetadataOptions(arguments());
    private final MaxDropOptions search = new MaxDropOptions(arguments());

    QuantizeCommand() {
        super(
                "quantize model.tflite -o small.tflite --recipe dynamic",
                "quantize model.tflite -o int8.tflite --recipe int8 --calibrate mnist",
                "quantize model.tflite -o mine.tflite --recipe mine.yaml --plan",
                "quantize model.tflite -o web.tflite --for litert-js,opencv",
                "quantize model.tflite -o small.tflite --max-drop 0.5pt --data mnist",
                "quantize model.tflite -o micro.tflite --target rp2040 --calibrate mnist");
    }

    @Override
    public Integer call() throws IOException {
        Optional<String> named = Optional.ofNullable(recipe.orNull());
        TargetOptions targets = runtimes.with(boards.boards());
        if (options.recurrent() == RecurrentOption.Form.FUSED) {
            throw new UsageException(
                    RecurrentOption.NAME
                            + " fused needs the layers of a Keras model, so convert takes it; quantize takes unrolled and loop");
        }
        search.check(named.map(given -> "--recipe " + given), targets, output.force());
        if (named.isEmpty() && !targets.choose() && !search.given()) {
            throw UsageException.adding(
                    "missing --recipe: " + String.join(", ", Method.ids())
                            + ", or a .yaml file; or name runtimes with --for or boards with --target, or an accuracy budget with"
                            + " --max-drop, and Espalier chooses",
                    "--recipe",
                    "dynamic");
        }
        try (InputModel file = InputModel.open(model.get())) {
            if (!file.is(Graph.class)) {
                throw ofLayers(file, named.orElse(Method.DYNAMIC.id()));
            }
            if (search.given()) {
                return search(file, targets);
            }
            RecipeChoice recipes = named.isPresent()
                    ? targets.of(options.refine(targets.usual(RecipeArgument.quantization(
                            named.get(),
                            () -> OtherCommand.of(file, named.get(), options.examples())
                                    .compress(file)))))
                    : targets.any(options.calibration().isPresent(), options);
            Path target = output.claim(model.get());
            Supplier<String> parent = file.asParentMeanwhile();
            terminal().reads(model.get());
            StoredModel<Graph> stored = file.read(Graph.class);
            if (!TrainedTensors.areFoundIn(stored.content())) {
                options.requireCalibration(recipes.first(), ModelShapes.of(stored.content()));
            }
            targets.remark(recipes.first()).ifPresent(terminal()::note);
            Conversion.Source source = new Conversion.Source(model.get(), file.size(), parent, stored.provenance());
            new Conversion("quantize", source, target, recipes, options, metadata)
                    .withBoards(boards)
                    .withNotes(run)
                    .write(Converter.of(stored.content()), spec().commandLine());
        }
        return ExitCode.DONE;
    }

    private UsageException ofLayers(InputModel file, String recipe) throws IOException {
        RecipeArgument.quantization(
                recipe, () -> OtherCommand.of(file, recipe, options.examples()).compress(file));
        return new UsageException(
                file.path()
                        + ": this is a model of layers; quantize takes one of operators, such as a .tflite file, convert converts and quantizes",
                OtherCommand.of(file, recipe, options.calibration()).convert().orElse(null));
    }

    private Integer search(InputModel file, TargetOptions targets) throws IOException {
        Path target = output.claim(model.get());
        if (options.calibration().isEmpty()) {
            options.calibrateWith(search.data());
        }
        Supplier<String> parent = file.asParentMeanwhile();
        terminal().reads(model.get());
        StoredModel<Graph> stored = file.read(Graph.class);
        Graph graph = targets.of(Recipe.of(Method.NONE)).isPortable()
                ? metadata.fixed(model.get(), stored.content())
                : stored.content();
        Conversion.Source source = new Conversion.Source(model.get(), file.size(), parent, stored.provenance());
        FoundNumbers found = found(
                new MaxDropOptions.Subject(
                        graph, Optional.empty(), file.size(), new WrittenForm("quantize", source, options, metadata)),
                targets);
        RecipeChoice recipe = new RecipeChoice(found.result().recipe(), targets.recipes());
        new Conversion("quantize", source, target, recipe, options, metadata)
                .withBoards(boards)
                .withNotes(run)
                .withSearch(found)
                .write(Converter.of(stored.content()), spec().commandLine());
        return ExitCode.DONE;
    }

    private FoundNumbers found(MaxDropOptions.Subject subject, TargetOptions targets) {
        return StoppedSearch.told(terminal(), () -> search.search(subject, options, targets, terminal()));
    }
}
