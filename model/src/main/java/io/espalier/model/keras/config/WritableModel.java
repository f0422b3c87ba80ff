// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.config;

import io.espalier.model.Model;
import io.espalier.model.Node;
import io.espalier.model.layer.Layer;
import io.espalier.model.layer.function.CategoryEncoding;
import io.espalier.model.layer.function.ComposedFunction;
import io.espalier.model.layer.function.ComposedFunction.Function;
import io.espalier.model.layer.function.Discretization;
import io.espalier.model.layer.function.Identity;
import io.espalier.model.layer.function.IntegerLookup;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A model with layers that a version of Keras has: those that it does not have become several that compute the same, the last of which has the
 * name of the layer. A model without {@linkplain OperationRows operations} stays as it is.
 */
public final class WritableModel {
    private final Model model;
    private final boolean isKeras3;
    private final List<Node> nodes = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private final ValueTypes types = ValueTypes.empty();

    private WritableModel(Model model, boolean isKeras3) {
        this.model = model;
        this.isKeras3 = isKeras3;
        model.nodes().forEach(node -> names.add(node.name()));
    }

    /** For {@code .h5}. Types are cast where TensorFlow would refuse them; Keras 3 does that itself. */
    public static Model ofKeras2(Model model) {
        return new WritableModel(model, false).written();
    }

    /** For {@code .keras}. */
    public static Model ofKeras3(Model model) {
        return new WritableModel(model, true).written();
    }

    private Model written() {
        if (model.nodes().stream().noneMatch(node -> isOperation(node.layer()) || isOfCategories(node.layer()))) {
            return model;
        }
        model.nodes().forEach(this::write);
        if (nodes.equals(model.nodes())) {
            return model;
        }
        // Calls of operations have arguments, which layers of a Sequential model cannot have.
        Model written = Model.of(model.name(), Model.Topology.FUNCTIONAL, nodes, model.outputs(), model.weights())
                .withClusters(model.clusters());
        return model.quantization().map(written::withQuantization).orElse(written);
    }

    private static boolean isOperation(Layer layer) {
        return OperationRows.has(layer) || OperationSequences.isReplaced(layer);
    }

    /** Whether a layer takes or puts out whole numbers. */
    private static boolean isOfCategories(Layer layer) {
        return layer instanceof CategoryEncoding || layer instanceof Discretization || layer instanceof IntegerLookup;
    }

    private void write(Node node) {
        if (!isOperation(node.layer())) {
            put(node);
            return;
        }
        OperationSequences sequences = new OperationSequences(isKeras3, model.inputShapes(node), node.inputs());
        List<String> inputs = node.inputs();
        String last = "";
        List<OperationSequences.Step> steps = sequences.of(node.layer());
        for (int i = 0; i < steps.size(); i++) {
            OperationSequences.Step step = steps.get(i);
            String before = last;
            inputs = step.inputs().stream()
                    .map(input -> input.equals(OperationSequences.BEFORE) ? before : input)
                    .toList();
            last = i == steps.size() - 1 ? node.name() : unused(node.name() + "/" + step.name());
            // An operation has no weights to share, so each call of it is one of its own.
            put(new Node(last, step.layer(), inputs).withTrainable(node.trainable()));
        }
    }

    private void put(Node node) {
        Node added = isKeras3 ? node : cast(node);
        nodes.add(added);
        types.add(added);
    }

    private Node cast(Node node) {
        List<String> inputs = new ArrayList<>();
        for (int i = 0; i < node.inputs().size(); i++) {
            String input = node.inputs().get(i);
            Optional<ValueTypes.Type> needed = types.needed(node, i);
            inputs.add(
                    needed.isEmpty() || needed.get() == types.typeOf(input)
                            ? input
                            : cast(node.name(), input, needed.get()));
        }
        return new Node(node.name(), node.layer(), inputs, node.weightsOf(), node.trainable());
    }

    private String cast(String user, String input, ValueTypes.Type type) {
        Layer layer = switch (type) {
            case TRUTH -> new ComposedFunction(Function.IS_NOT_ZERO);
            case INTEGER -> new ComposedFunction(Function.TRUNCATE);
            case FLOAT -> new Identity();
        };
        Node cast = new Node(unused(user + "/cast"), layer, List.of(input));
        nodes.add(cast);
        types.add(cast);
        return cast.name();
    }

    private String unused(String name) {
        String unused = name;
        for (int i = 1; !names.add(unused); i++) {
            unused = name + "_" + i;
        }
        return unused;
    }
}
