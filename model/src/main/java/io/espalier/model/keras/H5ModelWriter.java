// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras;

import io.espalier.base.Provenance;
import io.espalier.base.internal.JsonTree;
import io.espalier.model.Model;
import io.espalier.model.Node;
import io.espalier.model.keras.config.KerasOrder;
import io.espalier.model.keras.config.MaskRules;
import io.espalier.model.keras.config.ModelConfigWriter;
import io.espalier.model.keras.config.WritableModel;
import io.espalier.model.keras.hdf.HdfGroup;
import io.espalier.model.keras.hdf.KerasAttributes;
import io.espalier.model.layer.Input;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.WeightSpec;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts a model into groups, attributes and data sets, where Keras 2 looks for them. */
final class H5ModelWriter {
    // Escaped as Python's json does: a reader that takes the bytes for ASCII is right.

    private H5ModelWriter() {}

    static HdfGroup groups(Model given, @Nullable Provenance provenance) {
        Model model = WritableModel.ofKeras2(given);
        HdfGroup root = new HdfGroup();
        putVersion(root);
        root.put(KerasAttributes.MODEL_CONFIG, config(model));
        if (provenance != null) {
            root.put(KerasAttributes.PROVENANCE, provenance.toJson());
        }
        StoredKnowledge.write(model).forEach(root::put);
        HdfGroup layers = root.group(KerasAttributes.MODEL_WEIGHTS);
        putVersion(layers);
        // Keras does not count the input of a Sequential model among its layers.
        List<Node> inOrder = KerasOrder.of(model).stream()
                .filter(node -> model.topology() == Model.Topology.FUNCTIONAL || !(node.layer() instanceof Input))
                .toList();
        layers.put(KerasAttributes.LAYER_NAMES, inOrder.stream().map(Node::name).toList());
        for (Node node : inOrder) {
            putWeights(layers.group(node.name()), model, node);
        }
        return root;
    }

    private static void putWeights(HdfGroup group, Model model, Node node) {
        List<String> names = new ArrayList<>();
        for (WeightSpec weight : model.weightSpecs(node)) {
            String name = node.name() + "/" + weight.name() + ":0";
            names.add(name);
            group.dataset(name, model.weights().get(node.name(), weight.name()));
        }
        group.put(KerasAttributes.WEIGHT_NAMES, names);
    }

    private static void putVersion(HdfGroup group) {
        group.put(KerasAttributes.KERAS_VERSION, "2.15.0");
        group.put("backend", "tensorflow");
    }

    /** @throws ModelException if Keras 2 cannot have the model */
    static String config(Model model) {
        MaskRules.requireKeras2(model);
        return JsonTree.print(new ModelConfigWriter(model).write());
    }
}
