// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.recipe;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.espalier.base.RecipeException;
import io.espalier.model.format.ModelFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes the model as it is at that point.
 *
 * @param formats of the files
 * @param name of the files, without ending; null for the recipe's
 */
@JsonPropertyOrder({"export", "name"})
record ExportStep(
        @JsonProperty("export") @JsonSerialize(contentUsing = FormatName.Writer.class)
        List<ModelFormat<?>> formats,

        @Nullable String name)
        implements Step {
    public ExportStep {
        if (formats.isEmpty()) {
            throw RecipeException.at(
                    "export", "'export' names no format; choose from " + String.join(", ", FormatName.all()));
        }
        formats = formats.stream().distinct().toList();
        if (name != null) {
            KeyCheck.of("name", () -> FileNames.check(name));
        }
    }

    @JsonCreator
    static ExportStep read(
            @JsonProperty("export") @JsonDeserialize(contentUsing = FormatName.Reader.class)
                    List<ModelFormat<?>> formats,
            @JsonProperty("name") @Nullable String name) {
        return new ExportStep(formats, name);
    }

    @Override
    public StepKind kind() {
        return StepKind.EXPORT;
    }

    @Override
    public List<String> fileNames(String recipe) {
        return formats.stream().map(format -> fileName(recipe, format)).toList();
    }

    /** The name of the file of one format. */
    String fileName(String recipe, ModelFormat<?> format) {
        return (name == null ? recipe : name) + format.extension();
    }
}
