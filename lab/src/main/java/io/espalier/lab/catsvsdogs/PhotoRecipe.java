// SPDX-License-Identifier: Apache-2.0
package io.espalier.lab.catsvsdogs;

import io.espalier.lab.ExperimentSettings;
import io.espalier.lab.recipe.CompressionRecipe;
import io.espalier.lab.recipe.CompressionRecipeFile;

/**
 * Pruning with retraining: from half of the weights to four fifths, as a recipe that anybody may save to a file and run with {@code espalier
 * compress}.
 */
final class PhotoRecipe {
    private static final String NAME = "pruned";

    private PhotoRecipe() {}

    static CompressionRecipe pruning(ExperimentSettings settings, int epochs, float learningRate) {
        return CompressionRecipeFile.parse(
                """
                seed: %d
                batch_size: %d
                validation_split: %s
                steps:
                  - prune: 0.8
                    from: 0.5
                    train: {epochs: %d, learning_rate: %s}
                  - export: [h5, tflite]
                  - quantize: int8
                    input_type: int8
                    output_type: int8
                """.formatted(settings.seed(), settings.batchSize(), settings.validationSplit(), epochs, learningRate),
                NAME);
    }
}
