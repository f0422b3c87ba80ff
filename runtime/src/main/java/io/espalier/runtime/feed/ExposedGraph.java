// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.feed;

import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.schema.TensorType;
import io.espalier.runtime.interpreter.TfliteModel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.Stream;

/**
 * A model whose inner activations are outputs as well.
 *
 * <p>The runtime can preserve all tensors by itself, but then XNNPACK, which keeps what is between its operators to itself, must stay
 * out. Outputs it has to write.
 *
 * @param model the graph with those outputs
 * @param inputs the float inputs that were wanted, each with its place among the inputs
 * @param activations the activations that were wanted, each with its place among the outputs, in the order in which they come to be
 * @param keepsState whether a run depends on the runs before it
 */
public record ExposedGraph(TfliteModel model, List<Place> inputs, List<Place> activations, boolean keepsState) {
    /**
     * Where a tensor is found.
     *
     * @param tensor its index in the main subgraph
     * @param index among the inputs or outputs
     */
    public record Place(int tensor, int index) {}

    public ExposedGraph {
        inputs = List.copyOf(inputs);
        activations = List.copyOf(activations);
    }

    /**
     * With the float activations as outputs.
     *
     * @param name what messages call the model
     * @throws io.espalier.runtime.InterpreterException if the runtime refuses it
     */
    public static ExposedGraph of(String name, Graph graph) {
        return of(name, graph, tensor -> isFloat(graph.main(), tensor));
    }

    /** With the wanted activations as outputs. The predicate takes the index of a tensor; it selects the float inputs too. */
    public static ExposedGraph of(String name, Graph graph, IntPredicate wanted) {
        Subgraph main = graph.main();
        List<Integer> computed = computed(main, wanted);
        Set<Integer> outputs =
                new LinkedHashSet<>(main.outputs().stream().boxed().toList());
        outputs.addAll(computed);
        List<Integer> places = List.copyOf(outputs);
        Subgraph exposed = main.with(
                main.tensors(),
                main.inputs(),
                Ints.of(places.stream().mapToInt(Integer::intValue).toArray()),
                main.operators());
        List<Place> inputs = new ArrayList<>();
        for (int i = 0; i < main.inputs().size(); i++) {
            int input = main.inputs().get(i);
            if (isFloat(main, input) && wanted.test(input)) {
                inputs.add(new Place(input, i));
            }
        }
        List<Place> activations = computed.stream()
                .map(tensor -> new Place(tensor, places.indexOf(tensor)))
                .toList();
        return new ExposedGraph(
                TfliteModel.of(name, graph.withSignatures(List.of()).withMain(exposed)),
                inputs,
                activations,
                main.tensors().stream().anyMatch(Tensor::isVariable));
    }

    private static boolean isFloat(Subgraph main, int tensor) {
        return main.tensor(tensor).type() == TensorType.FLOAT32;
    }

    /** The name of a tensor. */
    public String name(Place place) {
        return model.graph().main().tensor(place.tensor()).name();
    }

    /** The tensors that are looked at: inputs, then activations. */
    public List<Place> observed() {
        return Stream.concat(inputs.stream(), activations.stream()).toList();
    }

    // what follows from constants alone is no activation, and XNNPACK wants weights that it can pack once
    private static List<Integer> computed(Subgraph main, IntPredicate wanted) {
        Set<Integer> changing = new HashSet<>(main.inputs().stream().boxed().toList());
        List<Integer> computed = new ArrayList<>();
        for (Operator operator : main.operators()) {
            boolean changes = isSource(operator)
                    || operator.inputs().stream()
                            .filter(input -> input != Operator.ABSENT)
                            .anyMatch(input -> changing.contains(input)
                                    || main.tensor(input).isVariable());
            operator.outputs().stream()
                    .filter(output -> changes && output != Operator.ABSENT)
                    .filter(changing::add)
                    .filter(wanted)
                    .forEach(computed::add);
        }
        return computed;
    }

    // such as a resource that is read later
    private static boolean isSource(Operator operator) {
        return operator.inputs().stream().allMatch(input -> input == Operator.ABSENT);
    }
}
