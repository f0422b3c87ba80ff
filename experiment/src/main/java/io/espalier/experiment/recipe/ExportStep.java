// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.recipe;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.espalier.base.RecipeException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Writes the model as it is at that moment.
 *
 * @param formats of the files
 * @param name of the files, without ending; null for the recipe's
 */
@JsonPropertyOrder({"export", "name"})
public record ExportStep(
        @JsonProperty("export") List<Format> formats,
        @Nullable String name) implements Step {
    /** A kind of file. */
    public enum Format {
        /** That of Keras 2. */
        H5,
        /** That of Keras 3. */
        KERAS,
        /** TFLite's, in float. */
        TFLITE;

        String ending() {
            return "." + name().toLowerCase(Locale.ROOT);
        }
    }

    public ExportStep {
        if (formats.isEmpty()) {
            throw RecipeException.at("export", "'export' names no format; there are h5, keras and tflite");
        }
        formats = formats.stream().distinct().toList();
        if (name != null) {
            KeyCheck.of("name", () -> FileNames.check(name));
        }
    }

    @JsonCreator
    static ExportStep read(@JsonProperty("export") List<Format> formats, @JsonProperty("name") @Nullable String name) {
        return new ExportStep(formats, name);
    }

    @Override
    public StepKind kind() {
        return StepKind.EXPORT;
    }
}
