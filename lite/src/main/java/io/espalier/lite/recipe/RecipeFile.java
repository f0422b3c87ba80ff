// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.recipe;

import io.espalier.base.RecipeException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Recipes as YAML.
 *
 * <pre>
 * quantize: int8                 # none, float16, dynamic, weight_only_int8, weight_only_int4, int8, int16x8
 * granularity: per_channel       # or per_tensor_dense, per_tensor
 * least_elements: 1024           # weights of fewer stay float, where activations do
 * input_type: int8               # or float32, uint8, int16
 * output_type: int8              # likewise
 * strict: true                   # refuse operators in float
 * calibration: percentile 99.99  # or min_max, moving_average, mean_squared_error
 * equalize: true                 # scale channels of layers that follow each other
 * rounding: gptq                 # or nearest
 * bias_correction: true          # biases make up for what rounded weights are off on average
 * sparse: 0.6                    # constants with so many zeros are stored sparse
 * rules:                         # the last that covers an operator wins
 *   - operator: FULLY_CONNECTED
 *     quantize: weight_only_int4
 *   - tensor: 'block_1[0-9]/'    # found in the name of an output
 *     quantize: float16
 * keep_float: [logits]           # as tensor above; wins over every rule
 * </pre>
 *
 * <p>Only {@code quantize} must be there.
 */
public final class RecipeFile {
    private RecipeFile() {}

    /**
     * Reads a recipe.
     *
     * @throws RecipeException if it is none, with the line and what was probably meant
     */
    public static Recipe read(Path file) throws IOException {
        try {
            return parse(Files.readString(file));
        } catch (CharacterCodingException e) {
            throw new RecipeException(file + ": not a UTF-8 text file");
        } catch (RecipeException e) {
            throw new RecipeException(file + ": " + e.getMessage());
        }
    }

    /**
     * The recipe that this text is.
     *
     * @throws RecipeException if it is none, with the line and what was probably meant
     */
    public static Recipe parse(String yaml) {
        @Nullable Recipe recipe = RecipeYaml.YAML.read(yaml, Recipe.class);
        if (recipe == null) {
            throw RecipeDocument.saysNothing();
        }
        return recipe;
    }
}
