// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.recipe;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.espalier.base.Provenance;
import io.espalier.base.RecipeException;
import io.espalier.train.distil.DistillationLimits;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * From whom a step learns, and how much. In a recipe the teacher alone will do: {@code distil: teacher.h5}.
 *
 * @param teacher a model's file, or {@value #ORIGINAL} for the model that the recipe started from
 * @param temperature above 0: the higher, the more the teacher's small numbers count
 * @param labels how much the labels count, from 0 to 1
 * @param features layers that are to resemble each other
 */
@JsonPropertyOrder({"teacher", "temperature", "labels", "features"})
record Teaching(String teacher, float temperature, float labels, List<Feature> features) {
    /** The teacher that is the model as it was before the first step. */
    public static final String ORIGINAL = "original";

    private static final Pattern IN_DESCRIPTION =
            Pattern.compile("(?<=distil: teacher: )(['\"]?)(.*?)\\1(?=, temperature: )");

    private static final float USUAL_TEMPERATURE = 4;
    private static final float USUAL_LABELS = 0.5f;

    /**
     * A layer of the model that is to resemble one of the teacher.
     *
     * @param teacher the teacher's layer
     * @param student the model's layer
     * @param weight of the difference in the loss
     */
    @JsonPropertyOrder({"teacher", "student", "weight"})
    public record Feature(String teacher, String student, float weight) {
        @JsonCreator
        static Feature read(
                @JsonProperty("teacher") @Nullable String teacher,
                @JsonProperty("student") @Nullable String student,
                @JsonProperty("weight") @Nullable Float weight) {
            if (teacher == null || student == null) {
                throw new RecipeException("a feature needs two layers, 'teacher' and 'student'");
            }
            return new Feature(teacher, student, weight == null ? 1 : weight);
        }
    }

    public Teaching {
        features = List.copyOf(features);
        KeyCheck.of("temperature", () -> DistillationLimits.requireTemperature(temperature));
        KeyCheck.of("labels", () -> DistillationLimits.requireLabelWeight(labels));
    }

    /** The description of a step, with the teacher's name where it had the path. */
    static String withoutFolder(String description) {
        return IN_DESCRIPTION
                .matcher(description)
                .replaceAll(found -> Matcher.quoteReplacement(Provenance.nameOf(found.group(2))));
    }

    @JsonCreator
    static Teaching by(String teacher) {
        return new Teaching(teacher, USUAL_TEMPERATURE, USUAL_LABELS, List.of());
    }

    @JsonCreator
    static Teaching read(
            @JsonProperty("teacher") @Nullable String teacher,
            @JsonProperty("temperature") @Nullable Float temperature,
            @JsonProperty("labels") @Nullable Float labels,
            @JsonProperty("features") @Nullable List<Feature> features) {
        if (teacher == null) {
            throw new RecipeException("missing key 'teacher' in 'distil'; give a model file, or '" + ORIGINAL
                    + "' for the model that the recipe starts with");
        }
        return new Teaching(
                teacher,
                temperature == null ? USUAL_TEMPERATURE : temperature,
                labels == null ? USUAL_LABELS : labels,
                features == null ? List.of() : features);
    }
}
