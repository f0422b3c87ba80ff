// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.recipe;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.espalier.lite.recipe.Recipe;

/** Writes a .tflite file by a recipe for quantization, whose keys stand beside {@code quantize}. The last steps of a recipe are such. */
record QuantizeStep(@JsonValue Recipe recipe) implements Step {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public QuantizeStep {}

    @Override
    public StepKind kind() {
        return StepKind.QUANTIZE;
    }

    /** What the file's name tells of it, such as {@code int8}. */
    String suffix() {
        return recipe.method().id();
    }
}
