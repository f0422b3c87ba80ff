// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.bits;

import io.espalier.lite.recipe.Method;
import io.espalier.lite.recipe.Recipe;
import io.espalier.lite.recipe.Rule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Numbers that go together in one file, from the largest to the smallest: what a layer may get beside activations in int8, or in float.
 *
 * @param base what all layers begin with
 * @param forms of a layer, each with fewer bits of weights than the one before
 */
record Family(Method base, List<Method> forms) {
    Family {
        forms = List.copyOf(forms);
    }

    /**
     * Those that a search goes through.
     *
     * @param calibrated whether there is something to calibrate with
     * @param integersOnly whether no operator may stay in float
     */
    static List<Family> of(Objective objective, boolean calibrated, boolean integersOnly) {
        List<Family> families = new ArrayList<>();
        if (calibrated) {
            families.add(new Family(
                    Method.INT8,
                    integersOnly
                            ? List.of(Method.INT8, Method.INT8X4)
                            : List.of(Method.NONE, Method.FLOAT16, Method.INT8, Method.INT8X4)));
        }
        if (!integersOnly) {
            List<Method> smaller = calibrated
                    ? List.of(
                            Method.NONE,
                            Method.FLOAT16,
                            Method.WEIGHT_ONLY_INT8,
                            Method.INT8X4,
                            Method.WEIGHT_ONLY_INT4)
                    : List.of(Method.NONE, Method.FLOAT16, Method.WEIGHT_ONLY_INT8, Method.WEIGHT_ONLY_INT4);
            if (objective == Objective.LATENCY) {
                families.add(new Family(Method.DYNAMIC, List.of(Method.NONE, Method.FLOAT16, Method.DYNAMIC)));
            } else {
                families.add(new Family(Method.WEIGHT_ONLY_INT8, smaller));
            }
        }
        return families;
    }

    /** All layers as they begin. */
    Recipe recipe() {
        return withSmallLayers(Recipe.of(base));
    }

    /** A layer alone in a form, all others in float. */
    Recipe alone(Layer layer, Method method) {
        return withSmallLayers(Recipe.of(Method.NONE)).withRule(Rule.of(layer.name(), null, method));
    }

    // Where only weights are rounded, small layers would stay in float: they cost bytes too.
    private Recipe withSmallLayers(Recipe recipe) {
        return base == Method.WEIGHT_ONLY_INT8 ? recipe.withLeastElements(0) : recipe;
    }

    /** The next forms after one, with fewer bits. */
    List<Method> below(Method method) {
        return forms.subList(forms.indexOf(method) + 1, forms.size());
    }

    /** The forms before one, with more bits; the nearest first. */
    List<Method> above(Method method) {
        List<Method> above = new ArrayList<>(forms.subList(0, Math.max(0, forms.indexOf(method))));
        Collections.reverse(above);
        return above;
    }
}
