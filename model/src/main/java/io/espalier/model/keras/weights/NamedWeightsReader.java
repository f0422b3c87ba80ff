// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.weights;

import io.espalier.base.internal.NearestName;
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
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Weights that are told apart by their names alone, {@code dense/kernel}, with no groups around them: those of a layer begin with its name.
 * Where all weights have other names, as in old versions of Keras, they are taken in the order of the layers.
 */
public final class NamedWeightsReader {
    private final Source source;
    private final Consumer<String> notes;

    /** @param notes take what may surprise */
    public NamedWeightsReader(Path file, Map<String, Tensor> weights, Consumer<String> notes) {
        this.source = new Source(file, new LinkedHashMap<>(weights));
        this.notes = notes;
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
        if (count > 0 && left.size() == count && count == source.weights().size()) {
            notes.accept("its weights have the names of no layer, such as " + left.get(0)
                    + ", so they are taken in the order of the layers");
            return inOrder(groups);
        }
        if (!left.isEmpty()) {
            List<String> expected = layers.stream()
                    .flatMap(layer -> layer.described().stream().map(weight -> layer.name() + "/" + weight))
                    .toList();
            throw new ModelFormatException(
                    source.file(),
                    "the weights " + left + " belong to no layer of the model"
                            + NearestName.suggestion(left.get(0), expected) + "; the layers with weights are "
                            + layers.stream().map(WeightGroup::name).toList());
        }
        named.replaceAll(this::byName);
        return named;
    }

    /** In the order of the layer, where the last parts of the names tell it; what is between depends on the version that wrote them. */
    private List<GroupValues.Stored> byName(WeightGroup layer, List<GroupValues.Stored> stored) {
        List<String> known =
                layer.weights().stream().map(key -> lastPart(key.weight())).toList();
        if (stored.size() != known.size()) {
            return stored;
        }
        Map<String, GroupValues.Stored> byName = new LinkedHashMap<>();
        for (GroupValues.Stored one : stored) {
            String name = lastPart(one.name());
            if (!known.contains(name)) {
                throw new ModelFormatException(
                        source.file(),
                        "weight '" + one.name() + "' is none of layer '" + layer.name() + "' (" + layer.kind()
                                + "), which has " + layer.described() + NearestName.suggestion(name, known));
            }
            byName.put(name, one);
        }
        return byName.keySet().equals(Set.copyOf(known)) && byName.size() == stored.size()
                ? known.stream().map(byName::get).map(Objects::requireNonNull).toList()
                : stored;
    }

    private static String lastPart(String name) {
        return name.substring(name.lastIndexOf('/') + 1).replaceFirst("(_\\d+)?(:\\d+)?$", "");
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
