// SPDX-License-Identifier: Apache-2.0
/**
 * Compression recipes: the steps from a trained model to small files, as YAML, by name, and carried out in memory.
 *
 * <p>Start at {@link io.espalier.experiment.recipe.CompressionRecipe} for what a recipe says, and at {@link
 * io.espalier.experiment.recipe.RecipeRun} for what is done. A step here only chooses: how weights are pruned, clustered or rounded is {@code
 * io.espalier.compress}'s business, how a file is quantized {@code io.espalier.lite}'s.
 */
@NullMarked
package io.espalier.experiment.recipe;

import org.jspecify.annotations.NullMarked;
