// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.interpreter;

import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.rewrite.Stages;
import io.espalier.runtime.InterpreterException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Fixes the number of examples that a model takes at once, for runtimes that cannot resize inputs. Every tensor gets the shape that the TFLite
 * runtime finds for this batch, and no shape signature, so that nothing is left open.
 */
public final class FixedBatch {
    private static final int OPEN = -1;

    private FixedBatch() {}

    /**
     * A copy of a graph that takes this batch alone. Inputs with an open batch become fixed; where no batch is open, all inputs change their first
     * dimension.
     *
     * @param name what messages call the model
     * @param batch examples, at least 1
     * @throws InterpreterException if the model cannot: another dimension is open too, operators take another batch only, or compute a shape
     *     while they run
     */
    public static Graph of(String name, Graph graph, int batch) {
        if (batch < 1) {
            throw new IllegalArgumentException("the batch must be 1 or more, not " + batch);
        }
        if (graph.subgraphs().size() > 1) {
            if (isFixed(graph, batch)) {
                return graph;
            }
            throw refused(
                    name,
                    batch,
                    "it has " + graph.subgraphs().size() + " subgraphs, whose shapes depend on what calls them");
        }
        List<Ints> inputs = inputs(name, graph.main(), batch);
        Graph known = graph;
        for (int left = Integer.MAX_VALUE; ; ) {
            BitSet unknown = new BitSet();
            known = withKnownShapes(name, batch, known, inputs, unknown);
            if (unknown.isEmpty()) {
                return known;
            }
            if (unknown.cardinality() >= left) {
                throw refused(name, batch, computing(known.main(), known.main().tensor(unknown.nextSetBit(0))));
            }
            // What operators compute of the shapes that are known may be the shapes that are not.
            left = unknown.cardinality();
            known = Stages.run(Stages.KNOWN_SHAPES, known);
        }
    }

    private static boolean isFixed(Graph graph, int batch) {
        return graph.main().inputs().stream()
                        .mapToObj(graph.main()::tensor)
                        .allMatch(input ->
                                !input.shape().isEmpty() && input.shape().get(0) == batch)
                && graph.subgraphs().stream()
                        .flatMap(subgraph -> subgraph.tensors().stream())
                        .noneMatch(tensor -> tensor.dynamicShape().contains(OPEN));
    }

    /** @param unknown gets the tensors whose shape is not known before the model runs */
    private static Graph withKnownShapes(String name, int batch, Graph graph, List<Ints> inputs, BitSet unknown) {
        Subgraph closed = closed(graph.main(), inputs);
        InterpreterOptions plain =
                InterpreterOptions.DEFAULTS.withXnnpack(false).withThreads(1);
        try (Interpreter interpreter = Interpreter.open(TfliteModel.of(name, graph.withMain(closed)), plain)) {
            allocate(name, batch, interpreter);
            findUnknown(graph.main(), interpreter, unknown);
            List<Tensor> tensors = new ArrayList<>();
            for (int index = 0; index < graph.main().tensors().size(); index++) {
                Tensor tensor = graph.main().tensor(index);
                if (unknown.get(index)) {
                    tensors.add(opened(tensor));
                } else if (tensor.isConstant()) {
                    tensors.add(tensor);
                } else {
                    tensors.add(tensor.withDynamicShape(interpreter.shape(index).orElseThrow()));
                }
            }
            return graph.withMain(graph.main().withTensors(tensors));
        }
    }

    /** TFLite prepares operators in order, up to the first whose output has no shape before it runs. */
    private static void findUnknown(Subgraph main, Interpreter interpreter, BitSet unknown) {
        boolean isPrepared = true;
        for (Operator operator : main.operators()) {
            int[] outputs = operator.outputs().stream()
                    .filter(output -> output != Operator.ABSENT)
                    .toArray();
            isPrepared = isPrepared
                    && IntStream.of(outputs)
                            .allMatch(output -> isKnown(main.tensor(output), interpreter.shape(output)));
            if (!isPrepared) {
                IntStream.of(outputs).forEach(unknown::set);
            }
        }
    }

    // RESHAPE keeps the declared shape, of which nothing is left here, if it cannot know it yet.
    private static boolean isKnown(Tensor tensor, Optional<Ints> found) {
        return found.isPresent() && (!found.get().isEmpty() || tensor.shape().isEmpty());
    }

    /** With a first dimension that is marked as open. */
    private static Tensor opened(Tensor tensor) {
        return tensor.shape().isEmpty() || !tensor.shapeSignature().isEmpty()
                ? tensor
                : tensor.withDynamicShape(withFirst(tensor.shape(), OPEN));
    }

    private static void allocate(String name, int batch, Interpreter interpreter) {
        try {
            interpreter.allocate();
        } catch (InterpreterException e) {
            throw refused(name, batch, e.getMessage());
        }
    }

    /**
     * With fixed inputs, and of all that is computed not even the rank. For a kernel trusts a shape that the file declares: SLICE would keep that
     * of another batch, and put off what it computes of a tensor that says it is open.
     */
    private static Subgraph closed(Subgraph main, List<Ints> inputs) {
        List<Tensor> tensors = new ArrayList<>(main.tensors());
        for (Operator operator : main.operators()) {
            operator.outputs().stream()
                    .filter(output -> output != Operator.ABSENT)
                    .forEach(output -> tensors.set(output, withoutShape(tensors.get(output))));
        }
        for (int i = 0; i < inputs.size(); i++) {
            int input = main.inputs().get(i);
            tensors.set(input, tensors.get(input).withDynamicShape(inputs.get(i)));
        }
        return main.withTensors(tensors);
    }

    private static Tensor withoutShape(Tensor tensor) {
        return new Tensor(
                tensor.name(),
                tensor.type(),
                Ints.EMPTY,
                Ints.EMPTY,
                tensor.buffer(),
                tensor.quantization(),
                tensor.sparsity(),
                tensor.isVariable(),
                false,
                tensor.variantElements(),
                tensor.externalBuffer(),
                tensor.trained());
    }

    private static List<Ints> inputs(String name, Subgraph main, int batch) {
        List<Tensor> inputs = main.inputs().stream().mapToObj(main::tensor).toList();
        boolean anyOpen = inputs.stream().anyMatch(FixedBatch::isOpen);
        List<Ints> shapes = new ArrayList<>();
        for (Tensor input : inputs) {
            Ints shape = input.dynamicShape();
            for (int axis = 1; axis < shape.size(); axis++) {
                if (shape.get(axis) == OPEN) {
                    throw refused(
                            name,
                            batch,
                            "dimension " + axis + " of input '" + input.name() + "' " + shape
                                    + " is open too; convert the model with its size (--input-shape)");
                }
            }
            boolean changes = isOpen(input) || (!anyOpen && !shape.isEmpty());
            shapes.add(changes ? withFirst(shape, batch) : shape);
        }
        return shapes;
    }

    private static boolean isOpen(Tensor input) {
        return !input.dynamicShape().isEmpty() && input.dynamicShape().get(0) == OPEN;
    }

    private static Ints withFirst(Ints shape, int batch) {
        int[] sizes = shape.toArray();
        sizes[0] = batch;
        return Ints.of(sizes);
    }

    private static String computing(Subgraph main, Tensor tensor) {
        int index = main.tensors().indexOf(tensor);
        String operator = main.operators().stream()
                .filter(one -> one.outputs().contains(index))
                .map(one -> one.code().name())
                .findFirst()
                .orElse("the runtime");
        return operator + " computes the shape of its output '" + tensor.name() + "' while it runs";
    }

    private static InterpreterException refused(String name, int batch, String why) {
        String detail = why.startsWith(name + ": ") ? why.substring(name.length() + 2) : why;
        return new InterpreterException(name + ": cannot be fixed to a batch of " + batch + ": " + detail);
    }
}
