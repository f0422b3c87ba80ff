// SPDX-License-Identifier: Apache-2.0
package io.espalier.model;

import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Tensor;
import io.espalier.model.tensor.WeightSpec;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;

/** Layers whose shapes fit, before they have weights. */
record Architecture(List<Node> nodes, List<String> outputs, Map<String, Shape> shapes) {
    static Architecture of(List<Node> nodes, List<String> outputs) {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        for (Node node : nodes) {
            Shape shape;
            try {
                shape = node.layer().outputShape(inputShapes(node, shapes));
            } catch (ModelException e) {
                throw new ModelException(describe(node) + ": " + e.getMessage(), e);
            }
            if (shapes.put(node.name(), shape) != null) {
                throw new ModelException("two layers are named '" + node.name() + "'; rename one");
            }
            if (node.isFurtherCall()) {
                checkFurtherCall(node, nodes, shapes);
            }
        }
        if (outputs.isEmpty()) {
            throw new ModelException("a model needs at least one output");
        }
        outputs.forEach(output -> shapeOf(output, shapes));
        return new Architecture(List.copyOf(nodes), List.copyOf(outputs), shapes);
    }

    private static void checkFurtherCall(Node node, List<Node> nodes, Map<String, Shape> shapes) {
        shapeOf(node.weightsOf(), shapes);
        Node first = nodes.stream()
                .filter(other -> other.name().equals(node.weightsOf()))
                .findFirst()
                .orElseThrow();
        if (first.isFurtherCall() || !first.layer().equals(node.layer())) {
            throw new ModelException(describe(node) + ": is not a call of the same layer as " + describe(first)
                    + ", whose weights it shares; all calls must use the same layer");
        }
        List<WeightSpec> weights = first.layer().weights(inputShapes(first, shapes));
        List<WeightSpec> needed = node.layer().weights(inputShapes(node, shapes));
        if (!needed.equals(weights)) {
            throw new ModelException(describe(node) + ": needs the weights " + needed
                    + " for its inputs, but shares those of " + describe(first) + ", which are " + weights);
        }
    }

    static Shape shapeOf(String node, Map<String, Shape> shapes) {
        Shape shape = shapes.get(node);
        if (shape == null) {
            throw new ModelException(
                    "no layer '" + node + "' before this one; the layers before it are " + shapes.keySet());
        }
        return shape;
    }

    static List<Shape> inputShapes(Node node, Map<String, Shape> shapes) {
        return node.inputs().stream().map(input -> shapeOf(input, shapes)).toList();
    }

    Weights initialWeights(long seed) {
        // A generator of its own for each weight: a layer more or less does not change how the others start.
        Map<WeightKey, Tensor> initial = new LinkedHashMap<>();
        forEachWeight((key, spec) -> initial.put(
                key, spec.initializer().initialize(spec.shape(), new SplittableRandom(seed * 31 + key.hashCode()))));
        return Weights.of(initial);
    }

    void check(Weights weights) {
        Set<WeightKey> expected = new LinkedHashSet<>();
        forEachWeight((key, spec) -> {
            expected.add(key);
            Shape shape = weights.get(key).shape();
            if (!shape.dimensions().equals(spec.shape().dimensions())) {
                throw new ModelException(
                        "weight '" + key + "' has shape " + shape + ", but its layer needs " + spec.shape());
            }
        });
        for (WeightKey key : weights.keys()) {
            if (!expected.contains(key)) {
                throw new ModelException("weight '" + key + "' belongs to no layer of the model; expected " + expected);
            }
        }
    }

    private void forEachWeight(BiConsumer<WeightKey, WeightSpec> action) {
        for (Node node : nodes) {
            if (node.isFurtherCall()) {
                continue;
            }
            for (WeightSpec spec : node.layer().weights(inputShapes(node, shapes))) {
                action.accept(new WeightKey(node.name(), spec.name()), spec);
            }
        }
    }

    private static String describe(Node node) {
        return "layer '" + node.name() + "' (" + node.layer().kind() + ")";
    }
}
