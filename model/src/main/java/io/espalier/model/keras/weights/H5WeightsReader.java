// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.weights;

import io.espalier.model.ModelFormatException;
import io.espalier.model.WeightKey;
import io.espalier.model.Weights;
import io.espalier.model.keras.hdf.HdfSource;
import io.espalier.model.keras.hdf.KerasAttributes;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Tensor;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The weights of an .h5 file of Keras 1 or 2: a group for each layer, whose {@code weight_names} are the paths of its data sets, in order. */
public final class H5WeightsReader {
    private final HdfSource source;
    private final String root;

    /** For a file of weights alone, or that of a whole model. */
    public static H5WeightsReader of(HdfSource source) {
        return new H5WeightsReader(
                source,
                source.contains(KerasAttributes.MODEL_WEIGHTS) ? KerasAttributes.MODEL_WEIGHTS : HdfSource.ROOT);
    }

    /** @param root the group in which each layer has one: {@link KerasAttributes#MODEL_WEIGHTS}, or the file's in a file of weights alone */
    public H5WeightsReader(HdfSource source, String root) {
        this.source = source;
        this.root = root;
    }

    public Weights read(KerasArchitecture architecture) {
        if (!source.contains(root)) {
            throw new ModelFormatException(
                    source.file(),
                    "missing group '" + root
                            + "': the file contains an architecture without weights; save the whole model with"
                            + " model.save(\"model.h5\")");
        }
        Map<WeightKey, Tensor> values = new HashMap<>();
        for (WeightGroup group : architecture.groups()) {
            values.putAll(read(group, group.name(), architecture.shapes(), architecture.forms()));
        }
        Map<WeightKey, Tensor> weights = new LinkedHashMap<>();
        architecture.shapes().keySet().forEach(key -> weights.put(key, Objects.requireNonNull(values.get(key))));
        return Weights.of(weights);
    }

    /** @param layer the name of the file's layer whose weights are those of the group */
    public Map<WeightKey, Tensor> read(
            WeightGroup group, String layer, Map<WeightKey, Shape> shapes, StoredLayouts forms) {
        List<GroupValues.Stored> stored = weightNames(layer).stream()
                .map(name -> new GroupValues.Stored(path(layer) + "/" + name, name))
                .toList();
        return new GroupValues(source, shapes, forms, origin()).read(group, stored);
    }

    public List<String> layerNames() {
        return source.texts(root, KerasAttributes.LAYER_NAMES);
    }

    public List<String> weightNames(String layer) {
        return source.texts(path(layer), KerasAttributes.WEIGHT_NAMES);
    }

    private String path(String layer) {
        return root + "/" + layer;
    }

    // As Keras has it: what does not say its version is of Keras 1.
    private StoredLayouts.Origin origin() {
        return StoredLayouts.Origin.of(
                source.text(root, KerasAttributes.KERAS_VERSION)
                        .or(() -> source.text(KerasAttributes.KERAS_VERSION))
                        .orElse("1"),
                source.text(root, KerasAttributes.BACKEND)
                        .or(() -> source.text(KerasAttributes.BACKEND))
                        .orElse("tensorflow"));
    }
}
