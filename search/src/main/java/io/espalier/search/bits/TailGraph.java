// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.bits;

import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.schema.TensorType;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The part of a variant of a float graph that computes other numbers than the float graph does: everything behind the first change. It takes what comes
 * before from outside, through every tensor that crosses the cut.
 *
 * <pre>
 *   whole:    x - A - B - C* - D - y          tail:    b - C* - D - y
 *                  \______________/                    a ________/
 * </pre>
 *
 * @param graph with the crossing tensors as inputs
 * @param crossing their names, in the order of the inputs
 * @param outputs for each output of the whole its place among those of the tail; -1 for one that is as in the float graph
 */
record TailGraph(Graph graph, List<String> crossing, List<Integer> outputs) {
    TailGraph {
        crossing = List.copyOf(crossing);
        outputs = List.copyOf(outputs);
    }

    /**
     * Cuts a variant.
     *
     * @param whole the float graph
     * @param variant that keeps the names of its tensors
     * @return empty where there is no such cut: for a graph with state, or with several tensors of one name
     */
    static Optional<TailGraph> of(Graph whole, Graph variant) {
        boolean keepsState = variant.subgraphs().stream()
                .anyMatch(subgraph -> subgraph.tensors().stream().anyMatch(Tensor::isVariable));
        return keepsState || !hasDistinctNames(whole.main()) || !hasDistinctNames(variant.main())
                ? Optional.empty()
                : new Cut(whole.main(), variant).tail();
    }

    private static boolean hasDistinctNames(Subgraph main) {
        Set<String> names = new HashSet<>();
        for (int input : main.inputs().toArray()) {
            if (!names.add(main.tensor(input).name())) {
                return false;
            }
        }
        return main.operators().stream()
                .flatMapToInt(operator -> operator.outputs().stream())
                .filter(output -> output != Operator.ABSENT)
                .allMatch(output -> !main.tensor(output).name().isEmpty()
                        && names.add(main.tensor(output).name()));
    }

    /** Whether it leaves anything out. */
    boolean isShorter(Graph variant) {
        return graph.main().operators().size() < variant.main().operators().size();
    }

    /** Whether nothing changed. */
    boolean isEmpty() {
        return graph.main().operators().isEmpty();
    }

    private static final class Cut {
        private final Subgraph whole;
        private final Graph variant;
        private final Subgraph main;
        private final Map<String, Operator> producers = new HashMap<>();
        private final BitSet equal = new BitSet();
        private final BitSet tail = new BitSet();

        Cut(Subgraph whole, Graph variant) {
            this.whole = whole;
            this.variant = variant;
            this.main = variant.main();
            whole.operators()
                    .forEach(operator -> operator.outputs().stream()
                            .filter(output -> output != Operator.ABSENT)
                            .forEach(
                                    output -> producers.put(whole.tensor(output).name(), operator)));
        }

        Optional<TailGraph> tail() {
            main.inputs().addTo(equal);
            for (int index = 0; index < main.operators().size(); index++) {
                Operator operator = main.operators().get(index);
                if (isEqual(operator)) {
                    operator.outputs().addTo(equal);
                } else {
                    tail.set(index);
                }
            }
            takeAlongWhatIsNoFloat();
            Map<Integer, Integer> places = new LinkedHashMap<>();
            List<Integer> crossing = crossing();
            boolean isCutAtExamples = crossing.stream().allMatch(this::hasExamples);
            return isCutAtExamples ? Optional.of(built(crossing, places)) : Optional.empty();
        }

        // Indices and shapes are computed again.
        private void takeAlongWhatIsNoFloat() {
            for (int index = main.operators().size() - 1; index >= 0; index--) {
                Operator operator = main.operators().get(index);
                boolean isNeeded = !tail.get(index)
                        && operator.outputs().stream()
                                .anyMatch(output -> output != Operator.ABSENT
                                        && main.tensor(output).type() != TensorType.FLOAT32
                                        && isUsedInTail(output));
                if (isNeeded) {
                    tail.set(index);
                }
            }
        }

        private boolean isUsedInTail(int tensor) {
            return tail.stream()
                    .anyMatch(index -> main.operators().get(index).inputs().contains(tensor));
        }

        private List<Integer> crossing() {
            Set<Integer> made = new HashSet<>();
            tail.stream()
                    .forEach(index ->
                            main.operators().get(index).outputs().stream().forEach(made::add));
            return tail.stream()
                    .boxed()
                    .flatMap(index ->
                            main.operators().get(index).inputs().stream().boxed())
                    .distinct()
                    .filter(input ->
                            input != Operator.ABSENT && !main.tensor(input).isConstant() && !made.contains(input))
                    .toList();
        }

        // Where the first dimension is another than that of the inputs, a row is no example.
        private boolean hasExamples(int tensor) {
            Ints shape = main.tensor(tensor).shape();
            Ints input = main.tensor(main.inputs().get(0)).shape();
            return !shape.isEmpty() && !input.isEmpty() && shape.get(0) == input.get(0);
        }

        private TailGraph built(List<Integer> crossing, Map<Integer, Integer> places) {
            boolean isOpen = !main.tensor(main.inputs().get(0)).shapeSignature().isEmpty();
            List<Tensor> tensors = new ArrayList<>();
            for (int tensor : crossing) {
                Tensor input = main.tensor(tensor);
                places.put(tensor, tensors.size());
                tensors.add(
                        isOpen && input.shapeSignature().isEmpty()
                                ? input.withDynamicShape(input.shape().with(0, -1))
                                : input);
            }
            List<Operator> operators = tail.stream()
                    .mapToObj(index -> moved(main.operators().get(index), tensors, places))
                    .toList();
            List<Integer> outputs = new ArrayList<>();
            List<Integer> made = new ArrayList<>();
            for (int output : main.outputs().toArray()) {
                boolean isMade = places.containsKey(output) && !crossing.contains(output);
                outputs.add(isMade ? made.size() : -1);
                if (isMade) {
                    made.add(places.get(output));
                }
            }
            Subgraph cut = new Subgraph(
                    main.name(),
                    tensors,
                    Ints.of(IntStream.range(0, crossing.size()).toArray()),
                    Ints.of(made.stream().mapToInt(Integer::intValue).toArray()),
                    operators);
            return new TailGraph(
                    variant.withSignatures(List.of()).withMain(cut),
                    crossing.stream().map(tensor -> main.tensor(tensor).name()).toList(),
                    outputs);
        }

        private Operator moved(Operator operator, List<Tensor> tensors, Map<Integer, Integer> places) {
            return operator.withInputs(moved(operator.inputs(), tensors, places))
                    .withOutputs(moved(operator.outputs(), tensors, places))
                    .withIntermediates(moved(operator.intermediates(), tensors, places));
        }

        private Ints moved(Ints operands, List<Tensor> tensors, Map<Integer, Integer> places) {
            return Ints.of(operands.stream()
                    .map(operand -> operand == Operator.ABSENT
                            ? operand
                            : places.computeIfAbsent(operand, tensor -> {
                                tensors.add(main.tensor(tensor));
                                return tensors.size() - 1;
                            }))
                    .toArray());
        }

        private boolean isEqual(Operator operator) {
            Operator twin = producers.get(main.tensor(operator.outputs().get(0)).name());
            if (twin == null
                    || twin.code().builtin() != operator.code().builtin()
                    || !twin.code().customCode().equals(operator.code().customCode())
                    || !twin.options().equals(operator.options())
                    || twin.inputs().size() != operator.inputs().size()
                    || twin.outputs().size() != operator.outputs().size()) {
                return false;
            }
            return IntStream.range(0, operator.inputs().size())
                    .allMatch(position -> isEqual(
                            operator.inputs().get(position), twin.inputs().get(position)));
        }

        private boolean isEqual(int input, int other) {
            if (input == Operator.ABSENT || other == Operator.ABSENT) {
                return input == other;
            }
            Tensor tensor = main.tensor(input);
            Tensor twin = whole.tensor(other);
            return tensor.isConstant()
                    ? twin.isConstant()
                            && tensor.type() == twin.type()
                            && tensor.shape().equals(twin.shape())
                            && tensor.buffer().equals(twin.buffer())
                    : equal.get(input) && tensor.name().equals(twin.name());
        }
    }
}
