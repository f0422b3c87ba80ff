// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.lite.Graph;
import io.espalier.lite.file.GraphReader;
import io.espalier.lite.recipe.Recipe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a smaller .tflite file of a float one, whoever made it. */
@Command(
        name = "quantize",
        footer = {
            "quantize model.tflite -o small.tflite --recipe dynamic",
            "quantize model.tflite -o int8.tflite --recipe int8 --calibrate mnist",
            "quantize model.tflite -o mine.tflite --recipe mine.yaml --plan"
        })
final class QuantizeCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = InputFile.LABEL, description = "A .tflite file whose numbers are float32.")
    private Path model;

    @Mixin
    private OutputFile output;

    @Option(
            names = "--recipe",
            required = true,
            paramLabel = "NAME|FILE",
            completionCandidates = RecipeArgument.Names.class,
            description =
                    "${COMPLETION-CANDIDATES}, or a .yaml file that names one of these and adds options and rules.")
    private String recipe;

    @Mixin
    private QuantizationOptions options;

    @Override
    public Integer call() throws IOException {
        if (InputFile.typeOf(model) != InputFile.TFLITE) {
            throw new UsageException(
                    model + ": is a model of Keras; quantize takes a .tflite file, and convert does both",
                    ShellCommand.espalier(
                            "convert", model, "-o", OutputFile.suggestion(model, ".tflite"), "--quantize", recipe));
        }
        Recipe read = options.refine(RecipeArgument.quantization(
                recipe, () -> new OtherCommand(model, recipe).compress(options.calibration())));
        options.requireCalibration(read);
        Conversion conversion = new Conversion("quantize", model, output.claim(model), read, options);
        Terminal.of(spec).reads(model);
        Graph graph = GraphReader.read(model);
        conversion.write(graph, Optional.empty(), GraphProvenance.of(graph), spec.commandLine());
        return ExitCode.DONE;
    }
}
