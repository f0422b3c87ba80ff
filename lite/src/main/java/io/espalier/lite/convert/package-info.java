// SPDX-License-Identifier: Apache-2.0
/**
 * The whole way from a model to a graph that is ready to be written: {@link io.espalier.lite.convert.Converter}.
 *
 * <pre>{@code
 * Graph graph = Converter.convert(model);
 * Graph small = Converter.of(model).withRecipe(Recipe.named("dynamic")).withProvenance(provenance).convert();
 * }</pre>
 *
 * <p>It lowers ({@code io.espalier.lite.lower}), optimizes ({@code io.espalier.lite.rewrite}), quantizes ({@code
 * io.espalier.lite.recipe}) and adds the metadata. Each can be had by itself; the last three work on any graph.
 */
@NullMarked
package io.espalier.lite.convert;

import org.jspecify.annotations.NullMarked;
