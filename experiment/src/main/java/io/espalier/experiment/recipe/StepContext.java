// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.recipe;

/**
 * What a step can go by.
 *
 * @param seed of the recipe
 * @param steps how many training steps will follow
 */
record StepContext(long seed, long steps) {}
