// SPDX-License-Identifier: Apache-2.0
/**
 * Quantization by name: a {@link io.espalier.lite.recipe.Recipe} says how the numbers of a graph are stored, and a {@link
 * io.espalier.lite.quantize.Quantizer} does it.
 *
 * <pre>{@code
 * Graph graph = GraphReader.read(Path.of("model.tflite"));
 * Graph small = Quantizer.of(Recipe.named("dynamic").withFloatTensors("logits")).quantize(graph);
 * GraphWriter.write(small, Path.of("small.tflite"));
 * }</pre>
 *
 * <p>{@link io.espalier.lite.recipe.Recipe#read} reads recipes from YAML. How constants are stored is in {@code
 * io.espalier.lite.quantize}.
 */
@NullMarked
package io.espalier.lite.recipe;

import org.jspecify.annotations.NullMarked;
