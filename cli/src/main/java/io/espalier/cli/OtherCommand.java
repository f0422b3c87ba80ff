// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.lite.recipe.Method;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The command that does with a model and a recipe what the one that was called does not. */
final class OtherCommand {
    private static final String DATA = "DATA";

    private final Path model;
    private final String recipe;

    OtherCommand(Path model, String recipe) {
        this.model = model;
        this.recipe = recipe;
    }

    /** Trains; a .tflite file stands for the Keras model that it was made from, which is not known. */
    String compress(Optional<String> data) {
        boolean isTflite = model.toString().toLowerCase(Locale.ROOT).endsWith(".tflite");
        return "compress " + (isTflite ? "MODEL.h5" : model) + " --recipe " + recipe + " --data " + data.orElse(DATA)
                + " -o " + result();
    }

    /** Converts, without training. */
    String convert(@Nullable String data) {
        String name = recipe.toLowerCase(Locale.ROOT);
        boolean calibrates = name.equals(Method.INT8.id()) || name.equals(Method.INT16X8.id());
        return "convert " + model + " -o " + result() + ".tflite --quantize " + recipe
                + (calibrates ? " --calibrate " + (data == null ? DATA : data) : "");
    }

    private String result() {
        String suffix = "-" + stem(Path.of(recipe));
        Path file = model.resolveSibling(stem(model) + suffix);
        return file.toString();
    }

    private static String stem(Path file) {
        return String.valueOf(file.getFileName()).replaceFirst("\\.[A-Za-z0-9]+$", "");
    }
}
