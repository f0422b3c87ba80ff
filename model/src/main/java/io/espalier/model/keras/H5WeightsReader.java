// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras;

import io.espalier.model.ModelFormatException;
import io.espalier.model.Node;
import io.espalier.model.Tensor;
import io.espalier.model.WeightKey;
import io.espalier.model.WeightSpec;
import io.espalier.model.Weights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The weights of an .h5 file.
 *
 * <p>A layer's weights are matched by their order in {@code weight_names}, as Keras does; their names there depend on the scope they were
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
        Map<WeightKey, Tensor> weights = new LinkedHashMap<>();
        for (Node node : architecture.nodes()) {
            List<WeightSpec> specs = architecture.weightSpecs(node);
            List<String> names = weightNames(node);
            if (names.size() != specs.size()) {
                throw error(
                        node,
                        "the file holds the weights " + names + ", but the layer has "
                                + specs.stream().map(WeightSpec::name).toList());
            }
            for (int i = 0; i < specs.size(); i++) {
                weights.put(new WeightKey(node.name(), specs.get(i).name()), weight(node, specs.get(i), names.get(i)));
            }
        }
        return Weights.of(weights);
    }

    // Keras splits a list that is too long for one attribute: weight_names0, weight_names1, ...
    private List<String> weightNames(Node node) {
        String group = GROUP + "/" + node.name();
        List<String> names = new ArrayList<>(source.texts(group, KerasH5.WEIGHT_NAMES));
        for (int part = 0; ; part++) {
            List<String> more = source.texts(group, KerasH5.WEIGHT_NAMES + part);
            if (more.isEmpty()) {
                return names;
            }
            names.addAll(more);
        }
    }

    private Tensor weight(Node node, WeightSpec spec, String name) {
        Tensor tensor = source.tensor(GROUP + "/" + node.name() + "/" + name)
                .orElseThrow(() -> error(node, "'weight_names' lists '" + name + "', but there is no such data set"));
        if (!tensor.shape().equals(spec.shape())) {
            throw error(
                    node,
                    "weight '" + name + "' has shape " + tensor.shape() + ", but the layer's " + spec.name() + " needs "
                            + spec.shape());
        }
        return tensor;
    }

    private ModelFormatException error(Node node, String problem) {
        return new ModelFormatException(
                source.file(),
                "layer '" + node.name() + "' (" + node.layer().kind() + "): " + problem
                        + "; the file is incomplete or was changed, so save the model again");
    }
}
