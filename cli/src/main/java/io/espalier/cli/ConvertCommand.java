// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.lite.convert.Converter;
import io.espalier.lite.recipe.Method;
import io.espalier.lite.recipe.Recipe;
import io.espalier.model.Model;
import io.espalier.model.format.ModelFormat.StoredModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Makes a .tflite file of a Keras model. */
final class ConvertCommand extends Subcommand {
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
    private final TargetOptions targets = new TargetOptions(arguments());
    private final MetadataOptions metadata = new MetadataOptions(arguments());

    ConvertCommand() {
        super(
                "convert model.h5 -o model.tflite",
                "convert model.h5 -o small.tflite --quantize dynamic",
                "convert model.keras -o int8.tflite --quantize int8 --calibrate mnist");
    }

    @Override
    public Integer call() throws IOException {
        Optional<Recipe> recipe = Optional.empty();
        Model keras;
        Conversion.Source source;
        try (InputModel file = InputModel.open(model.get())) {
            if (!file.is(Model.class)) {
                throw new UsageException(
                        model.get() + ": already a .tflite file; convert takes a Keras model",
                        OtherCommand.quantize(file).orElse(null));
            }
            if (!targets.choose() || !Argument.given(quantize).isEmpty()) {
                recipe = Optional.of(options.refine(RecipeArgument.quantization(
                        quantize.get(),
                        () -> new OtherCommand(model.get(), quantize.get()).compress(options.calibration()))));
            }
            StoredModel<Model> stored = input.read(file, terminal());
            keras = stored.content();
            source = new Conversion.Source(model.get(), file.asParent(), stored.provenance());
        }
        boolean isTrained = keras.quantization().isPresent();
        RecipeChoice recipes = recipe.map(targets::of)
                .orElseGet(() -> targets.any(isTrained || options.calibration().isPresent()));
        if (!isTrained) {
            options.requireCalibration(recipes.first(), ModelShapes.of(keras));
        }
        new Conversion("convert", source, output.claim(model.get()), recipes, options, metadata)
                .write(Converter.of(keras), spec().commandLine());
        return ExitCode.DONE;
    }
}
