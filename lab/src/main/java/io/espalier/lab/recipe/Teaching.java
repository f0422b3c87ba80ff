// SPDX-License-Identifier: Apache-2.0
package io.espalier.lab.recipe;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.espalier.lite.recipe.RecipeException;
import io.espalier.train.loss.DistillationLoss;
import org.jspecify.annotations.Nullable;

/**
 * From whom a step learns, and how much. In a recipe the teacher alone will do: {@code distil: teacher.h5}.
 *
 * @param teacher a model's file, or {@value #ORIGINAL} for the model that the recipe started from
 * @param temperature above 0: the higher, the more the teacher's small numbers count
 * @param labels how much the labels count, from 0 to 1
 */
@JsonPropertyOrder({"teacher", "temperature", "labels"})
public record Teaching(String teacher, float temperature, float labels) {
    /** The teacher that is the model as it was before the first step. */
    public static final String ORIGINAL = "original";

    private static final float USUAL_TEMPERATURE = 4;
    private static final float USUAL_LABELS = 0.5f;

    public Teaching {
        new DistillationLoss(true, temperature, labels);
    }

    @JsonCreator
    static Teaching by(String teacher) {
        return new Teaching(teacher, USUAL_TEMPERATURE, USUAL_LABELS);
    }

    @JsonCreator
    static Teaching read(
            @JsonProperty("teacher") @Nullable String teacher,
            @JsonProperty("temperature") @Nullable Float temperature,
            @JsonProperty("labels") @Nullable Float labels) {
        if (teacher == null) {
            throw new RecipeException("distil needs a 'teacher': a model's file, or '" + ORIGINAL
                    + "' for the model that the recipe starts from");
        }
        return new Teaching(
                teacher, temperature == null ? USUAL_TEMPERATURE : temperature, labels == null ? USUAL_LABELS : labels);
    }
}
