// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.recipe;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.stream.Collectors;

/** One thing that a recipe does. As YAML its first key is its kind. */
public sealed interface Step permits TrainingStep, QuantizeStep, ExportStep {
    /** The key that names it in a recipe. */
    @JsonIgnore
    StepKind kind();

    /** Everything that it says, on one line, as provenance tells it: {@code prune: 0.8, from: 0.5}. */
    default String describe() {
        return CompressionRecipeFile.YAML
                .write(this)
                .lines()
                .map(line -> line.strip().replaceFirst("^- ", ""))
                .collect(Collectors.joining(", "))
                .replace(":, ", ": ");
    }
}
