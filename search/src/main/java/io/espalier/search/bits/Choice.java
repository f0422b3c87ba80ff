// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.bits;

import io.espalier.lite.recipe.Method;
import io.espalier.lite.recipe.Recipe;
import io.espalier.lite.recipe.Rule;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What each layer gets: the numbers of most, and those of the others by their names.
 *
 * @param base what all operators get that are not named
 * @param algorithms how integers are found
 * @param others layers with other numbers than those of the base
 */
record Choice(Recipe base, Algorithms algorithms, Map<Layer, Method> others) {
    Choice {
        others = Map.copyOf(others);
    }

    static Choice all(Recipe base) {
        return new Choice(base, Algorithms.PLAIN, Map.of());
    }

    /** The numbers of a layer. */
    Method of(Layer layer) {
        return Objects.requireNonNullElse(others.get(layer), base.method());
    }

    /** The same with other numbers for one layer. */
    Choice with(Layer layer, Method method) {
        Map<Layer, Method> changed = new LinkedHashMap<>(others);
        if (method == base.method()) {
            changed.remove(layer);
        } else {
            changed.put(layer, method);
        }
        return new Choice(base, algorithms, changed);
    }

    /** The same with other numbers for all layers of a list. */
    Choice with(List<Layer> layers, Method method) {
        Choice changed = this;
        for (Layer layer : layers) {
            changed = changed.with(layer, method);
        }
        return changed;
    }

    /** The same with other algorithms. */
    Choice with(Algorithms changed) {
        return new Choice(base, changed, others);
    }

    /** As a recipe: a rule for each layer with other numbers, in the order of the layers. */
    Recipe recipe() {
        Recipe recipe = base;
        for (Map.Entry<Layer, Method> other : others.entrySet().stream()
                .sorted(Comparator.comparingInt(entry -> entry.getKey().operator()))
                .toList()) {
            recipe = recipe.withRule(Rule.of(other.getKey().name(), null, other.getValue()));
        }
        return algorithms.in(recipe);
    }
}
