// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.lite.lower.ModelLowering;
import io.espalier.lite.recipe.Method;
import io.espalier.lite.recipe.Recipe;
import io.espalier.model.Model;
import io.espalier.model.keras.KerasFiles;
import java.io.IOException;
import java.nio.file.Path;

/** Makes a .tflite file of a Keras model. */
final class ConvertCommand extends Subcommand {
    private final Argument<Path> model = arguments().parameter(Path.class, InputFile.LABEL, KerasInput.FORMS);
    private final KerasInput input = new KerasInput(arguments());
    private final OutputFile output = new OutputFile(arguments());
    private final Argument<String> quantize = arguments()
            .option(
                    String.class,
                    Arguments.named(
                                    "--quantize",
                                    "NAME|FILE",
                                    "${COMPLETION-CANDIDATES}, or a .yaml file (${DEFAULT-VALUE}).")
                            .completionCandidates(Method.ids())
                            .defaultValue("none"));
    private final QuantizationOptions options = new QuantizationOptions(arguments());

    ConvertCommand() {
        super(
                "convert model.h5 -o model.tflite",
                "convert model.h5 -o small.tflite --quantize dynamic",
                "convert model.keras -o int8.tflite --quantize int8 --calibrate mnist");
    }

    @Override
    public Integer call() throws IOException {
        if (InputFile.typeOf(model.get()) != InputFile.KERAS) {
            throw new UsageException(
                    model.get() + ": is a .tflite file already; convert takes a model of Keras",
                    ShellCommand.espalier(
                            "quantize",
                            model.get(),
                            "-o",
                            OutputFile.suggestion(model.get(), "-dynamic.tflite"),
                            "--recipe",
                            "dynamic"));
        }
        Recipe recipe = options.refine(RecipeArgument.quantization(
                quantize.get(), () -> new OtherCommand(model.get(), quantize.get()).compress(options.calibration())));
        Model source = input.read(model.get(), terminal());
        if (source.quantization().isEmpty()) {
            options.requireCalibration(recipe);
        }
        Conversion conversion = new Conversion("convert", model.get(), output.claim(model.get()), recipe, options);
        conversion.write(ModelLowering.lower(source), KerasFiles.provenance(model.get()), spec().commandLine());
        return ExitCode.DONE;
    }
}
