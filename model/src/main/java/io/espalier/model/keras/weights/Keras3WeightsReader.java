// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.weights;

import io.espalier.model.ModelFormatException;
import io.espalier.model.WeightKey;
import io.espalier.model.Weights;
import io.espalier.model.keras.config.Keras3Paths;
import io.espalier.model.keras.hdf.HdfSource;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Tensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The weights of {@code model.weights.h5}, as Keras 3 and tf.keras from 2.12 on write it.
 *
 * <p>A layer's are at {@code layers/conv2d_1/vars/0}, {@code 1}, ...: names are those of classes, counted in the order of the model's layers,
 * whatever the layers are called. A model that is a layer has {@code layers} of its own.
 */
public final class Keras3WeightsReader {
    private final HdfSource source;

    public Keras3WeightsReader(HdfSource source) {
        this.source = source;
    }

    public static boolean isIn(HdfSource source) {
        return Keras3Paths.CONTAINERS.stream().anyMatch(source::contains);
    }

    public Weights read(KerasArchitecture architecture) {
        Map<WeightKey, Tensor> values = read(architecture.groups(), architecture.shapes(), architecture.forms());
        Map<WeightKey, Tensor> weights = new LinkedHashMap<>();
        architecture.shapes().keySet().forEach(key -> weights.put(key, Objects.requireNonNull(values.get(key))));
        return Weights.of(weights);
    }

    /** @param groups of all layers of the model, in its order */
    public Map<WeightKey, Tensor> read(List<WeightGroup> groups, Map<WeightKey, Shape> shapes, StoredLayouts forms) {
        Map<WeightKey, Tensor> values = new HashMap<>();
        GroupValues reader = new GroupValues(source, shapes, forms, StoredLayouts.Origin.CURRENT);
        read("", groups, reader, values);
        return values;
    }

    private void read(String place, List<WeightGroup> groups, GroupValues reader, Map<WeightKey, Tensor> values) {
        Map<String, Integer> counts = new HashMap<>();
        for (WeightGroup group : groups) {
            int count = counts.merge(group.kind(), 1, Integer::sum) - 1;
            if (group.weights().isEmpty()) {
                continue;
            }
            String path = path(place, group, count);
            if (group.within().isEmpty()) {
                values.putAll(reader.read(group, stored(path, group)));
            } else {
                boolean isAround =
                        group.kind().equals("TimeDistributed") || group.kind().equals("RNN");
                String part = isAround ? Keras3Paths.parts(group.kind()).get(0) : "";
                read(path + "/" + part, group.within(), reader, values);
            }
        }
    }

    // Some versions counted layers twice, but always in their order.
    private String path(String place, WeightGroup group, int count) {
        String base = Keras3Paths.snakeCase(group.kind());
        List<String> containers = group.kind().endsWith("Cell") ? List.of(Keras3Paths.CELLS) : Keras3Paths.CONTAINERS;
        for (String container : containers) {
            List<String> named = source.children(place + container).stream()
                    .filter(name -> name.equals(base) || name.matches(base + "_\\d{1,9}"))
                    .sorted(Comparator.comparingInt(name -> numberOf(name, base)))
                    .toList();
            if (count < named.size()) {
                return place + container + "/" + named.get(count);
            }
        }
        throw new ModelFormatException(
                source.file(),
                "layer '" + group.name() + "' (" + group.kind() + "): the weights have no " + (count + 1) + ". '" + base
                        + "' in '" + place + containers.get(0)
                        + "'; the file is incomplete, was changed, or is of another model");
    }

    private static int numberOf(String name, String base) {
        return name.equals(base) ? 0 : Integer.parseInt(name.substring(base.length() + 1));
    }

    private List<GroupValues.Stored> stored(String path, WeightGroup group) {
        List<GroupValues.Stored> stored = new ArrayList<>();
        for (String part : Keras3Paths.parts(group.kind())) {
            String vars = path + "/" + part + "vars";
            int count = source.children(vars).size();
            for (int i = 0; i < count; i++) {
                stored.add(new GroupValues.Stored(vars + "/" + i, part + "vars/" + i));
            }
        }
        return stored;
    }
}
