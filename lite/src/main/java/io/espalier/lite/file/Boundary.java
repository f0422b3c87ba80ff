// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.file;

import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.Signature;
import io.espalier.lite.Signature.NamedTensor;
import io.espalier.lite.Tensor;
import io.espalier.lite.file.DeploymentMetadata.MismatchException;
import io.espalier.lite.schema.TensorType;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * The inputs or the outputs of a graph, as callers name them.
 *
 * @param role {@code input} or {@code output}
 * @param tensors their indices in the main subgraph
 * @param side of a signature
 */
record Boundary(String role, Graph graph, Ints tensors, Function<Signature, List<NamedTensor>> side) {
    private static final Set<TensorType> NUMBERS =
            EnumSet.of(TensorType.FLOAT32, TensorType.FLOAT16, TensorType.INT8, TensorType.UINT8, TensorType.INT16);

    static Boundary inputs(Graph graph) {
        return new Boundary("input", graph, graph.main().inputs(), Signature::inputs);
    }

    static Boundary outputs(Graph graph) {
        return new Boundary("output", graph, graph.main().outputs(), Signature::outputs);
    }

    int size() {
        return tensors.size();
    }

    Tensor tensor(int place) {
        return graph.main().tensor(tensors.get(place));
    }

    /** What callers call it: by the first signature that names it, or else by its tensor. */
    String name(int place) {
        return graph.signatures().stream()
                .filter(signature -> signature.subgraph() == 0)
                .flatMap(signature -> side.apply(signature).stream())
                .filter(named -> named.tensor() == tensors.get(place))
                .map(NamedTensor::name)
                .findFirst()
                .orElseGet(() -> tensor(place).name());
    }

    List<String> names() {
        List<String> names = new ArrayList<>();
        for (int place = 0; place < size(); place++) {
            names.add(name(place));
        }
        return names;
    }

    /** Whether its values are real numbers, stored as they are or quantized. */
    boolean takesNumbers(int place) {
        return NUMBERS.contains(tensor(place).type());
    }

    /** The place of the one with this name. */
    int place(String name) {
        if (name.isEmpty() && size() == 1) {
            return 0;
        }
        if (name.isEmpty()) {
            throw new MismatchException(
                    "the model has " + size() + " " + role + "s: name one of " + String.join(", ", names()));
        }
        int place = names().indexOf(name);
        for (int other = 0; place < 0 && other < size(); other++) {
            place = tensor(other).name().equals(name) ? other : -1;
        }
        if (place < 0) {
            throw new MismatchException(
                    "the model has no " + role + " '" + name + "', but " + String.join(", ", names()));
        }
        return place;
    }

    /** The classes of an output that has one score for each class. */
    int classes(int place) {
        Ints shape = tensor(place).dynamicShape();
        int last = shape.size() - 1;
        boolean isScores = last >= 0 && shape.get(last) > 0 && takesNumbers(place);
        for (int axis = 1; axis < last; axis++) {
            isScores &= shape.get(axis) == 1;
        }
        if (!isScores) {
            throw new MismatchException("output '" + name(place) + "' of shape " + shape + " and type "
                    + tensor(place).type() + " has no labels: it does not hold one score for each class, as a shape of"
                    + " [1, classes] would");
        }
        return shape.get(last);
    }

    /** A graph whose signatures use the new names; of a tensor that no signature names, the name itself changes. */
    Graph renamed(Map<String, String> names, Graph changing) {
        Graph changed = changing;
        for (Map.Entry<String, String> entry : names.entrySet()) {
            changed = renamed(tensors.get(place(entry.getKey())), entry.getValue(), changed);
        }
        Boundary after = new Boundary(role, changed, tensors, side);
        if (new HashSet<>(after.names()).size() < size()) {
            throw new MismatchException("two " + role + "s would have one name: " + String.join(", ", after.names()));
        }
        return changed;
    }

    private Graph renamed(int tensor, String name, Graph changing) {
        if (name.isBlank()) {
            throw new MismatchException("the new name of an " + role + " is empty");
        }
        List<Signature> signatures = new ArrayList<>();
        for (Signature signature : changing.signatures()) {
            signatures.add(signature.subgraph() == 0 ? renamed(signature, tensor, name) : signature);
        }
        if (!signatures.equals(changing.signatures())) {
            return changing.withSignatures(signatures);
        }
        List<Tensor> changed = new ArrayList<>(changing.main().tensors());
        changed.set(tensor, changed.get(tensor).withName(name));
        return changing.withMain(changing.main().withTensors(changed));
    }

    private Signature renamed(Signature signature, int tensor, String name) {
        List<NamedTensor> changed = side.apply(signature).stream()
                .map(named -> named.tensor() == tensor ? new NamedTensor(name, tensor) : named)
                .toList();
        boolean ofInputs = role.equals("input");
        return new Signature(
                signature.key(),
                ofInputs ? changed : signature.inputs(),
                ofInputs ? signature.outputs() : changed,
                signature.subgraph(),
                signature.deprecatedTag());
    }
}
