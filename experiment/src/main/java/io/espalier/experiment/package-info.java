// SPDX-License-Identifier: Apache-2.0
/**
 * Experiments: recipes are run, what they make is measured, and a report compares it.
 *
 * <p>Start at {@code io.espalier.experiment.run.CompressionRun}, which does all of that and leaves files; {@code
 * io.espalier.experiment.recipe.RecipeRun} carries out a recipe in memory. What a step does lives in the modules that it uses, never here.
 */
@NullMarked
package io.espalier.experiment;

import org.jspecify.annotations.NullMarked;
