// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras;

import io.espalier.model.ModelFormatException;
import io.espalier.model.Shape;
import io.espalier.model.Tensor;
import io.espalier.model.WeightKey;
import io.espalier.model.Weights;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The weights of an .h5 file.
 *
 * <p>Those of a group are matched by their order in {@code weight_names}, as Keras does; their names there depend on the scope they were
 * made in.
 */
final class H5WeightsReader {
    private static final String GROUP = KerasH5.MODEL_WEIGHTS;

    private final HdfSource source;

    H5WeightsReader(HdfSource source) {
        this.source = source;
    }

    Weights read(Architecture architecture) {
        if (!source.contains(GROUP)) {
            throw new ModelFormatException(
                    source.file(),
                    "has no group '" + GROUP + "', so it holds an architecture without weights; save the whole model by"
                            + " model.save(\"model.h5\")");
        }
        Map<WeightKey, Tensor> values = new HashMap<>();
        for (WeightGroup group : architecture.groups()) {
            List<String> names = weightNames(group);
            if (names.size() != group.weights().size()) {
                throw error(group, "the file holds the weights " + names + ", but the layer has " + group.described());
            }
            for (int i = 0; i < names.size(); i++) {
                WeightKey key = group.weights().get(i);
                Shape shape = Objects.requireNonNull(architecture.shapes().get(key));
                values.put(key, weight(group, key, shape, names.get(i)));
            }
        }
        Map<WeightKey, Tensor> weights = new LinkedHashMap<>();
        architecture.shapes().keySet().forEach(key -> weights.put(key, Objects.requireNonNull(values.get(key))));
        return Weights.of(weights);
    }

    // Keras splits a list that is too long for one attribute: weight_names0, weight_names1, ...
    private List<String> weightNames(WeightGroup weights) {
        String group = GROUP + "/" + weights.name();
        List<String> names = new ArrayList<>(source.texts(group, KerasH5.WEIGHT_NAMES));
        for (int part = 0; ; part++) {
            List<String> more = source.texts(group, KerasH5.WEIGHT_NAMES + part);
            if (more.isEmpty()) {
                return names;
            }
            names.addAll(more);
        }
    }

    private Tensor weight(WeightGroup group, WeightKey key, Shape shape, String name) {
        Tensor tensor = source.tensor(GROUP + "/" + group.name() + "/" + name)
                .orElseThrow(() -> error(group, "'weight_names' lists '" + name + "', but there is no such data set"));
        if (!tensor.shape().equals(shape)) {
            throw error(
                    group,
                    "weight '" + name + "' has shape " + tensor.shape() + ", but the layer's " + key.weight()
                            + " needs " + shape);
        }
        return tensor;
    }

    private ModelFormatException error(WeightGroup group, String problem) {
        return new ModelFormatException(
                source.file(),
                "layer '" + group.name() + "' (" + group.kind() + "): " + problem
                        + "; the file is incomplete or was changed, so save the model again");
    }
}
