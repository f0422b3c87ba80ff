// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.lite.Graph;
import io.espalier.lite.recipe.Method;
import io.espalier.lite.recipe.Recipe;
import io.espalier.model.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The command that does with a model and a recipe what the one that was called does not, ready to be pasted.
 *
 * @param data that were named, or are at hand; empty where nobody knows any that fit the model
 */
record OtherCommand(Path model, String recipe, Optional<String> data) {
    /** Data that are at hand everywhere. */
    private static final String DATA = "mnist";

    /** With data that are at hand, if none were named and the model takes them. */
    static OtherCommand of(InputModel model, String recipe, Optional<String> named) throws IOException {
        return new OtherCommand(model.path(), recipe, named.isPresent() ? named : dataFor(shapes(model)));
    }

    /** Data that are at hand everywhere, if a model takes them. */
    static Optional<String> dataFor(ModelShapes model) {
        return model.takesDigits() ? Optional.of(DATA) : Optional.empty();
    }

    private static ModelShapes shapes(InputModel model) throws IOException {
        return model.is(Model.class)
                ? ModelShapes.of(model.read(Model.class).content())
                : ModelShapes.of(model.read(Graph.class).content());
    }

    /**
     * Trains.
     *
     * @param file the model; a graph stands for the Keras model that it was made from, which probably has the same name
     * @return empty if that is not there, or data are missing
     */
    Optional<String> compress(InputModel file) throws IOException {
        Optional<Path> trained = file.is(Model.class)
                ? Optional.of(model)
                : Stream.of(".keras", ".h5")
                        .map(ending -> model.resolveSibling(stem(model) + ending))
                        .filter(Files::exists)
                        .findFirst();
        return trained.flatMap(source -> data.map(named ->
                ShellCommand.espalier("compress", source, "--recipe", recipe, "--data", named, "-o", result(""))));
    }

    /**
     * Converts, without training.
     *
     * @return empty if the recipe needs data that are missing
     */
    Optional<String> convert() throws IOException {
        Recipe quantization = RecipeKind.isFile(recipe)
                ? Recipe.read(Path.of(recipe))
                : Recipe.named(recipe.toLowerCase(Locale.ROOT));
        List<Object> words = new ArrayList<>(List.of("convert", model, "-o", result(".tflite"), "--quantize", recipe));
        if (quantization.takesSamples()) {
            if (data.isEmpty()) {
                return Optional.empty();
            }
            words.addAll(List.of("--calibrate", data.get()));
        }
        return Optional.of(ShellCommand.espalier(words.toArray()));
    }

    /** Tries the recipes of a space. */
    Optional<String> search() {
        return data.map(
                named -> ShellCommand.espalier("search", recipe, "--model", model, "--data", named, "-o", result("")));
    }

    /** Makes a .tflite file smaller; empty if it is quantized already, which quantize refuses. */
    static Optional<String> quantize(InputModel tflite) throws IOException {
        Graph graph = tflite.read(Graph.class).content();
        boolean quantized = graph.subgraphs().stream()
                .flatMap(subgraph -> subgraph.tensors().stream())
                .anyMatch(tensor -> tensor.quantization().isPresent());
        String dynamic = Method.DYNAMIC.id();
        return quantized
                ? Optional.empty()
                : Optional.of(ShellCommand.espalier(
                        "quantize",
                        tflite.path(),
                        "-o",
                        OutputFile.proposal(tflite.path(), "-" + dynamic + ".tflite"),
                        "--recipe",
                        dynamic));
    }

    private String result(String ending) {
        return OutputFile.proposal(model, "-" + stem(Path.of(recipe)) + ending);
    }

    private static String stem(Path file) {
        return String.valueOf(file.getFileName()).replaceFirst("\\.[A-Za-z0-9]+$", "");
    }
}
