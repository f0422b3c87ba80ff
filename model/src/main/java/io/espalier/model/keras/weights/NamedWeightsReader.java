// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.weights;

import io.espalier.model.ModelFormatException;
import io.espalier.model.WeightKey;
import io.espalier.model.Weights;
import io.espalier.model.keras.hdf.TensorSource;
import io.espalier.model.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Weights that are told apart by their names alone, {@code dense/kernel}, with no groups around them: those of a layer begin with its name.
 * Where all weights have other names, as in old versions of Keras, they are taken in the order of the layers.
 */
public final class NamedWeightsReader {
    private final Source source;

    public NamedWeightsReader(Path file, Map<String, Tensor> weights) {
        source = new Source(file, new LinkedHashMap<>(weights));
    }

    private record Source(Path file, Map<String, Tensor> weights) implements TensorSource {
        @Override
        public Optional<Tensor> tensor(String path) {
            return Optional.ofNullable(weights.get(path));
        }
    }

    /** @throws ModelFormatException if weights are missing or left over, or do not fit a layer */
    public Weights read(KerasArchitecture architecture) {
        GroupValues reader =
                new GroupValues(source, architecture.shapes(), architecture.forms(), StoredLayouts.Origin.CURRENT);
        Map<WeightKey, Tensor> values = new HashMap<>();
        stored(architecture.groups()).forEach((group, names) -> values.putAll(reader.read(group, names)));
        Map<WeightKey, Tensor> weights = new LinkedHashMap<>();
        architecture.shapes().keySet().forEach(key -> weights.put(key, Objects.requireNonNull(values.get(key))));
        return Weights.of(weights);
    }

    private Map<WeightGroup, List<GroupValues.Stored>> stored(List<WeightGroup> groups) {
        List<WeightGroup> layers = groups.stream()
                .flatMap(NamedWeightsReader::layers)
                .filter(group -> !group.weights().isEmpty())
                .toList();
        Map<WeightGroup, List<GroupValues.Stored>> named = new LinkedHashMap<>();
        layers.forEach(layer -> named.put(layer, new ArrayList<>()));
        List<String> left = new ArrayList<>();
        for (String name : source.weights().keySet()) {
            owner(name, layers)
                    .ifPresentOrElse(
                            layer -> Objects.requireNonNull(named.get(layer)).add(new GroupValues.Stored(name, name)),
                            () -> left.add(name));
        }
        int count = layers.stream().mapToInt(layer -> layer.weights().size()).sum();
        if (left.size() == count && count == source.weights().size()) {
            return inOrder(groups);
        }
        if (!left.isEmpty()) {
            throw new ModelFormatException(
                    source.file(),
                    "the weights " + left + " belong to no layer of the model; the layers with weights are "
                            + layers.stream().map(WeightGroup::name).toList());
        }
        return named;
    }

    private static Stream<WeightGroup> layers(WeightGroup group) {
        return group.within().isEmpty()
                ? Stream.of(group)
                : group.within().stream().flatMap(NamedWeightsReader::layers);
    }

    /** The layer whose name a weight's begins with; the longest, as names may hold slashes too. */
    private static Optional<WeightGroup> owner(String name, List<WeightGroup> layers) {
        WeightGroup found = null;
        for (WeightGroup layer : layers) {
            boolean begins = name.startsWith(layer.name() + "/");
            if (begins && (found == null || layer.name().length() > found.name().length())) {
                found = layer;
            }
        }
        return Optional.ofNullable(found);
    }

    private Map<WeightGroup, List<GroupValues.Stored>> inOrder(List<WeightGroup> groups) {
        List<String> names = List.copyOf(source.weights().keySet());
        Map<WeightGroup, List<GroupValues.Stored>> stored = new LinkedHashMap<>();
        int next = 0;
        for (WeightGroup group : groups) {
            int end = next + group.weights().size();
            stored.put(
                    group,
                    names.subList(next, end).stream()
                            .map(name -> new GroupValues.Stored(name, name))
                            .toList());
            next = end;
        }
        return stored;
    }
}
