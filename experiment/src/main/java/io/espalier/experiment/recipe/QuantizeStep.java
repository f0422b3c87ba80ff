// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.recipe;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.espalier.lite.recipe.Recipe;
import java.util.List;

/** Writes a .tflite file by a recipe for quantization, whose keys stand beside {@code quantize}. The last steps of a recipe are such. */
record QuantizeStep(@JsonValue Recipe recipe) implements Step {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public QuantizeStep {}

    @Override
    public StepKind kind() {
        return StepKind.QUANTIZE;
    }

    @Override
    public List<String> fileNames(String recipeName) {
        return List.of(fileName(recipeName));
    }

    /** The name of its file, which tells the method: {@code small-int8.tflite}. */
    String fileName(String recipeName) {
        return recipeName + "-" + recipe.method().id() + ".tflite";
    }
}
