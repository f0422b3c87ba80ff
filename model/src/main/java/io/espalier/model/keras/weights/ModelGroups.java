// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.weights;

import io.espalier.model.Model;
import io.espalier.model.Node;
import io.espalier.model.WeightKey;
import io.espalier.model.keras.config.Keras3Paths;
import io.espalier.model.keras.config.KerasOrder;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.WeightSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The weights of a model as a file of Keras would keep them together, in Keras's order of layers.
 *
 * @param layers each layer by itself
 * @param shapes of all weights
 */
public record ModelGroups(List<WeightGroup> layers, Map<WeightKey, Shape> shapes, Model model) {
    public static ModelGroups of(Model model) {
        List<WeightGroup> layers = new ArrayList<>();
        Map<WeightKey, Shape> shapes = new LinkedHashMap<>();
        for (Node node : KerasOrder.of(model)) {
            List<WeightSpec> weights = Keras3Paths.trainedFirst(model.weightSpecs(node));
            weights.forEach(weight -> shapes.put(node.weightKey(weight.name()), weight.shape()));
            layers.add(new WeightGroup(
                    node.name(),
                    node.layer().kind(),
                    weights.stream()
                            .map(weight -> node.weightKey(weight.name()))
                            .toList()));
        }
        return new ModelGroups(List.copyOf(layers), shapes, model);
    }

    public List<WeightGroup> withWeights() {
        return layers.stream().filter(group -> !group.weights().isEmpty()).toList();
    }

    /** The same with the layers of each model within as one group, which Keras has under that model's name. */
    public List<WeightGroup> partsWithWeights() {
        return joined(withWeights(), Set.of());
    }

    /** The groups with weights, where a model within is one only if the file does not have its layers themselves. */
    public List<WeightGroup> byName(Set<String> stored) {
        return joined(withWeights(), stored);
    }

    private List<WeightGroup> joined(List<WeightGroup> groups, Set<String> stored) {
        Map<String, List<WeightGroup>> parts = new LinkedHashMap<>();
        for (WeightGroup group : groups) {
            int slash = group.name().indexOf('/');
            boolean isWithin = slash > 0
                    && !stored.contains(group.name())
                    && (stored.isEmpty() || stored.contains(group.name().substring(0, slash)));
            parts.computeIfAbsent(
                            isWithin ? group.name().substring(0, slash) : group.name(), unused -> new ArrayList<>())
                    .add(group);
        }
        return parts.entrySet().stream()
                .map(part -> part.getValue().size() == 1
                                && part.getValue().get(0).name().equals(part.getKey())
                        ? part.getValue().get(0)
                        : new WeightGroup(part.getKey(), "Functional", trainedFirst(part.getValue())))
                .toList();
    }

    // Keras lists the weights that are trained first, of all layers, and then the others.
    private List<WeightKey> trainedFirst(List<WeightGroup> groups) {
        return Stream.of(true, false)
                .flatMap(trained -> groups.stream().flatMap(group -> keys(group, trained)))
                .toList();
    }

    private Stream<WeightKey> keys(WeightGroup group, boolean trained) {
        Node node = model.node(group.name());
        return Keras3Paths.trainedFirst(model.weightSpecs(node)).stream()
                .filter(weight -> (weight.trainable() && node.trainable()) == trained)
                .map(weight -> new WeightKey(group.name(), weight.name()));
    }
}
