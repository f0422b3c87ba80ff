// SPDX-License-Identifier: Apache-2.0
package io.espalier.lab.catsvsdogs;

import io.espalier.experiment.internal.ExperimentSettings;
import io.espalier.experiment.recipe.CompressionRecipe;
import java.util.Locale;

/**
 * Pruning with retraining, from half of the weights to four fifths, as a recipe that anybody may save to a file and run with {@code espalier
 * compress}.
 */
final class PhotoRecipe {
    private static final String NAME = "pruned";
    private static final int PRUNINGS_AN_EPOCH = 4;

    private PhotoRecipe() {}

    /** @param steps of an epoch; the last zeros are there after half of all, so that the rest is time to recover */
    static CompressionRecipe pruning(ExperimentSettings settings, int steps, int epochs, float learningRate) {
        String text = String.format(
                Locale.US,
                """
            seed: %d
            batch_size: %d
            validation_split: %s
            steps:
              - prune: 0.8
                from: 0.5
                end_step: %d
                frequency: %d
                train: {epochs: %d, learning_rate: %s}
              - export: [h5, tflite]
              - quantize: int8
                input_type: int8
                output_type: int8
                calibration: moving_average
            """,
                settings.seed(),
                settings.batchSize(),
                settings.validationSplit(),
                Math.max(1, steps * epochs / 2),
                Math.max(1, steps / PRUNINGS_AN_EPOCH),
                epochs,
                learningRate);
        return CompressionRecipe.parse(text, NAME);
    }
}
