// SPDX-License-Identifier: Apache-2.0
package io.espalier.model;

import io.espalier.model.layer.Input;
import io.espalier.model.layer.Layer;
import io.espalier.model.tensor.ModelException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Keras's automatic names within one model: the class in snake case, and from the second on a number behind it. */
final class LayerNames {
    private final Set<String> taken = new HashSet<>();

    /** The next free name for a layer that was given none. */
    String next(Layer layer) {
        return next(snakeCase(layer));
    }

    /** The next free name that starts so. */
    String next(String base) {
        String name = base;
        for (int number = 1; taken.contains(name); number++) {
            name = base + "_" + number;
        }
        return claim(name);
    }

    /** The next free name for a further call of a layer: {@code dense_call_2}, {@code dense_call_3}, ... */
    String furtherCall(String layer) {
        int call = 2;
        while (taken.contains(layer + "_call_" + call)) {
            call++;
        }
        return claim(layer + "_call_" + call);
    }

    String claim(String name) {
        if (!taken.add(name)) {
            throw new ModelException("two layers are named '" + name + "'; rename one");
        }
        return name;
    }

    private static String snakeCase(Layer layer) {
        if (layer instanceof Input) {
            return "input";
        }
        return layer.kind()
                .replaceAll("(.)([A-Z][a-z0-9]+)", "$1_$2")
                .replaceAll("([a-z])([A-Z])", "$1_$2")
                .toLowerCase(Locale.ROOT);
    }
}
