// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.lite.Graph;
import io.espalier.lite.recipe.Method;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The command that does with a model and a recipe what the one that was called does not, ready to be pasted. */
final class OtherCommand {
    /** Where nobody named data, data that are at hand everywhere. */
    static final String DATA = "mnist";

    private final Path model;
    private final String recipe;

    OtherCommand(Path model, String recipe) {
        this.model = model;
        this.recipe = recipe;
    }

    /** Trains; a .tflite file stands for the Keras model that it was made from, which probably has the same name. */
    String compress(Optional<String> data) {
        boolean isTflite = model.toString().toLowerCase(Locale.ROOT).endsWith(".tflite");
        Path trained = isTflite ? model.resolveSibling(stem(model) + ".h5") : model;
        return ShellCommand.espalier(
                "compress", trained, "--recipe", recipe, "--data", data.orElse(DATA), "-o", result(""));
    }

    /** Converts, without training. */
    String convert(@Nullable String data) {
        String name = recipe.toLowerCase(Locale.ROOT);
        boolean calibrates = name.equals(Method.INT8.id()) || name.equals(Method.INT16X8.id());
        List<Object> words = new ArrayList<>(List.of("convert", model, "-o", result(".tflite"), "--quantize", recipe));
        if (calibrates) {
            words.addAll(List.of("--calibrate", data == null ? DATA : data));
        }
        return ShellCommand.espalier(words.toArray());
    }

    /** Tries the recipes of a space. */
    String search(String data) {
        return ShellCommand.espalier("search", recipe, "--model", model, "--data", data, "-o", result(""));
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
