// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.recipe;

import io.espalier.base.RecipeException;
import io.espalier.compress.CompressionException;
import io.espalier.model.Model;
import io.espalier.model.Node;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Names of layers as recipes have them: whole names, or patterns in which {@code *} stands for any text. */
final class LayerNames {
    private LayerNames() {}

    /**
     * What a recipe says; empty, which means all layers, if it says nothing.
     *
     * @throws RecipeException if the list is there, but empty
     */
    static List<String> of(@Nullable List<String> said) {
        if (said == null) {
            return List.of();
        }
        if (said.isEmpty()) {
            throw RecipeException.at("layers", "'layers' names no layer; remove the key to take all layers");
        }
        return said;
    }

    /**
     * The layers of a model that these names and patterns mean. A pattern means layers with kernels only.
     *
     * @throws CompressionException if a pattern means none
     * @throws io.espalier.model.tensor.ModelException if the model has no layer of a name
     */
    static Set<String> in(Model model, List<String> names) {
        Set<String> found = new LinkedHashSet<>();
        for (String name : names) {
            found.addAll(in(model, name));
        }
        return found;
    }

    /** The layers that one name or pattern means; otherwise as {@link #in(Model, List)}. */
    static List<String> in(Model model, String name) {
        if (!isPattern(name)) {
            return List.of(model.node(name).name());
        }
        List<String> withKernels = withKernels(model);
        List<String> matching =
                withKernels.stream().filter(layer -> matches(name, layer)).toList();
        if (matching.isEmpty()) {
            throw new CompressionException(
                    "no layer with a kernel matches '" + name + "'; choose from " + String.join(", ", withKernels));
        }
        return matching;
    }

    /** The layers of a model that have kernels of their own. */
    static List<String> withKernels(Model model) {
        return model.nodes().stream()
                .filter(node -> !node.isFurtherCall() && !node.layer().kernels().isEmpty())
                .map(Node::name)
                .toList();
    }

    static boolean isPattern(String name) {
        return name.indexOf('*') >= 0;
    }

    /** Whether two lists may mean the same layer; an empty one means all. */
    static boolean overlap(List<String> first, List<String> second) {
        return first.isEmpty()
                || second.isEmpty()
                || first.stream().anyMatch(one -> second.stream().anyMatch(other -> overlap(one, other)));
    }

    private static boolean overlap(String first, String second) {
        return (isPattern(first) && isPattern(second)) || matches(first, second) || matches(second, first);
    }

    private static boolean matches(String pattern, String layer) {
        String expression = Pattern.quote(pattern).replace("*", "\\E.*\\Q");
        return layer.matches(expression);
    }
}
