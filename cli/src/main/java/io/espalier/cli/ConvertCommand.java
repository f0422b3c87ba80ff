// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.lite.lower.ModelLowering;
import io.espalier.lite.lower.TrainedLowering;
import io.espalier.lite.recipe.Recipe;
import io.espalier.model.Model;
import io.espalier.model.keras.KerasFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a .tflite file of a Keras model. */
@Command(
        name = "convert",
        footer = {
            "convert model.h5 -o model.tflite",
            "convert model.h5 -o small.tflite --quantize dynamic",
            "convert model.keras -o int8.tflite --quantize int8 --calibrate mnist"
        })
final class ConvertCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = InputFile.LABEL, description = KerasInput.FORMS)
    private Path model;

    @Mixin
    private KerasInput input;

    @Mixin
    private OutputFile output;

    @Option(
            names = "--quantize",
            defaultValue = "none",
            paramLabel = "NAME|FILE",
            completionCandidates = RecipeArgument.Names.class,
            description = "${COMPLETION-CANDIDATES}, or a .yaml file (${DEFAULT-VALUE}).")
    private String quantize;

    @Mixin
    private QuantizationOptions options;

    @Override
    public Integer call() throws IOException {
        if (InputFile.typeOf(model) != InputFile.KERAS) {
            throw new UsageException(
                    model + ": is a .tflite file already; convert takes a model of Keras",
                    ShellCommand.espalier(
                            "quantize",
                            model,
                            "-o",
                            OutputFile.suggestion(model, "-dynamic.tflite"),
                            "--recipe",
                            "dynamic"));
        }
        Recipe recipe = options.refine(RecipeArgument.quantization(
                quantize, () -> new OtherCommand(model, quantize).compress(options.calibration())));
        Model source = input.read(model, Terminal.of(spec));
        if (source.quantization().isEmpty()) {
            options.requireCalibration(recipe);
        }
        Conversion conversion = new Conversion("convert", model, output.claim(model), recipe, options);
        conversion.write(
                ModelLowering.lower(source),
                TrainedLowering.lower(source),
                KerasFiles.provenance(model),
                spec.commandLine());
        return ExitCode.DONE;
    }
}
