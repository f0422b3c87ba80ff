// SPDX-License-Identifier: Apache-2.0
package io.espalier.lab.mnist;

import io.espalier.experiment.internal.ExperimentSettings;
import io.espalier.experiment.recipe.CompressionRecipe;
import java.util.Locale;

/** What the lab does to its models, as recipes that anybody may save to a file and run with {@code espalier compress}. */
enum LabRecipe {
    /** From half of the weights to four fifths, as in tfmot's guide. */
    PRUNED("""
            - prune: 0.8
              from: 0.5
              train: {epochs: 2, learning_rate: 0.002}
            - export: [h5]
            - quantize: dynamic
              granularity: per_tensor
            """),
    CLUSTERED("""
            - cluster: 16
              train: {epochs: 1, learning_rate: 0.0005}
            - export: [h5]
            - quantize: dynamic
              granularity: per_tensor
            """),
    QAT("""
            - quantize_aware: 8
              train: {epochs: 1, learning_rate: 0.002}
            - export: [h5]
            - quantize: int8
              input_type: int8
              output_type: int8
            """),
    PQAT("""
            - quantize_aware: 8
              train: {epochs: 1, learning_rate: 0.001}
            - export: [h5]
            - quantize: int8
              input_type: int8
              output_type: int8
            """),
    CQAT("""
            - quantize_aware: 8
              train: {epochs: 1, learning_rate: 0.0005}
            - export: [h5]
            - quantize: int8
              input_type: int8
              output_type: int8
            """),
    PCQAT("""
            - cluster: 16
              train: {epochs: 1, learning_rate: 0.0005}
            - quantize_aware: 8
              train: {epochs: 1, learning_rate: 0.0005}
            - export: [h5]
            - quantize: int8
              input_type: int8
              output_type: int8
            """),
    /** A student that was never trained, so at a high rate: it has not far to go, and no time to lose. */
    DISTILLED("""
            - distil: {teacher: teacher.h5, temperature: 4, labels: 0.7}
              train: {epochs: 2, learning_rate: 0.005}
            - export: [h5]
            - quantize: int8
              input_type: int8
              output_type: int8
            """),
    /** The same student, with everything done to it at once, as {@link MnistLab#search} found. */
    SMALLEST(LabSearch.found());

    private final String steps;

    LabRecipe(String steps) {
        this.steps = steps;
    }

    /** The recipe, whose files are called {@code pruned.h5} and so on. */
    CompressionRecipe with(ExperimentSettings settings) {
        String head = "seed: " + settings.seed() + "\nbatch_size: " + settings.batchSize() + "\nvalidation_split: "
                + settings.validationSplit() + "\nsteps:\n";
        return CompressionRecipe.parse(head + steps, files());
    }

    /** What the names of its files begin with. */
    String files() {
        return name().toLowerCase(Locale.ROOT);
    }
}
