// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.weights;

import io.espalier.model.Model;
import io.espalier.model.ModelFormatException;
import io.espalier.model.Node;
import io.espalier.model.WeightKey;
import io.espalier.model.Weights;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Shape;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@code model_config} says: a model that still lacks the values of its weights.
 *
 * @param shapes of its weights, in the order of its layers
 * @param groups how a file has them: those of each layer of the whole, in the order of the file
 * @param forms how the values are in the file
 */
public record KerasArchitecture(
        Path file,
        String name,
        Model.Topology topology,
        List<Node> nodes,
        List<String> outputs,
        Map<WeightKey, Shape> shapes,
        List<WeightGroup> groups,
        StoredLayouts forms) {
    public KerasArchitecture {
        nodes = List.copyOf(nodes);
        outputs = List.copyOf(outputs);
        shapes = Collections.unmodifiableMap(new LinkedHashMap<>(shapes));
        groups = List.copyOf(groups);
    }

    /** @throws ModelFormatException if that is no model */
    public Model with(Weights weights) {
        try {
            return Model.of(name, topology, nodes, outputs, weights);
        } catch (ModelException e) {
            throw new ModelFormatException(file, String.valueOf(e.getMessage()), e);
        }
    }

    /** Weights start as their layers say. */
    public Model initialized(long seed) {
        try {
            return Model.initialized(name, topology, nodes, outputs, seed);
        } catch (ModelException e) {
            throw new ModelFormatException(file, String.valueOf(e.getMessage()), e);
        }
    }
}
