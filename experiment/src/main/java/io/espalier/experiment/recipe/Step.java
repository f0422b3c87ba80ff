// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.recipe;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;
import java.util.stream.Collectors;

/** One step of a recipe. In YAML, its first key is its kind. */
public sealed interface Step permits TrainingStep, QuantizeStep, ExportStep {
    /** The key that starts the step in a recipe. */
    @JsonIgnore
    StepKind kind();

    /**
     * The names of the files that it writes, in order.
     *
     * @param recipe the name of the recipe
     */
    default List<String> fileNames(String recipe) {
        return List.of();
    }

    /**
     * How messages about it begin: {@code step 2 (prune): }.
     *
     * @param place its place in the recipe, from 1
     */
    default String title(int place) {
        return "step " + place + " (" + kind().key() + "): ";
    }

    /** All its settings on one line, as in provenance: {@code prune: 0.8, from: 0.5}. A teacher is named without its folder. */
    default String describe() {
        return Teaching.withoutFolder(CompressionRecipeFile.YAML
                .write(this)
                .lines()
                .map(line -> line.strip().replaceFirst("^- ", ""))
                .collect(Collectors.joining(", "))
                .replace(":, ", ": "));
    }
}
