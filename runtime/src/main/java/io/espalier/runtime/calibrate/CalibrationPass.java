// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.calibrate;

import io.espalier.lite.Ints;
import io.espalier.runtime.InterpreterException;
import io.espalier.runtime.TensorInfo;
import io.espalier.runtime.feed.ExposedGraph;
import io.espalier.runtime.interpreter.Interpreter;
import io.espalier.runtime.interpreter.InterpreterOptions;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/** An interpreter whose activations are looked at with each run. Used by one thread. */
final class CalibrationPass implements AutoCloseable {
    private final Interpreter interpreter;
    private final ExposedGraph graph;
    private final List<Sight> inputs;
    private final List<Sight> activations;
    private List<TensorInfo> inputInfos = List.of();
    private List<TensorInfo> outputInfos = List.of();

    /** Sees the values of one tensor. */
    @FunctionalInterface
    interface Sight {
        /**
         * @param sample its number
         * @param shape of what the sample made of the tensor
         * @param values from the buffer's position to its limit
         */
        void see(long sample, Ints shape, FloatBuffer values);
    }

    /** @param sights one for each of the graph's observed tensors */
    CalibrationPass(ExposedGraph graph, List<? extends Sight> sights, InterpreterOptions options) {
        this.interpreter = Interpreter.open(graph.model(), options.withThreads(1));
        this.graph = graph;
        this.inputs = List.copyOf(sights.subList(0, graph.inputs().size()));
        this.activations = List.copyOf(sights.subList(graph.inputs().size(), sights.size()));
    }

    Interpreter interpreter() {
        return interpreter;
    }

    boolean keepsState() {
        return graph.keepsState();
    }

    /** Must be called after inputs got another shape. */
    void shapesHaveChanged() {
        inputInfos = interpreter.inputs();
        outputInfos = interpreter.outputs();
    }

    /** How many numbers each activation that is looked at has at the shapes of now. */
    List<Integer> activationSizes() {
        return graph.activations().stream()
                .map(place -> outputInfos.get(place.index()).elements())
                .toList();
    }

    /**
     * Runs what was written to the inputs, which the run leaves as they are.
     *
     * @param first the number of the first example
     * @param count how many of the batch's examples are to be seen; others fill its tail
     */
    void run(long first, int count, int batch) {
        invoke();
        if (!shapesStayed()) {
            shapesHaveChanged();
        }
        show(first, count, batch);
    }

    /**
     * The same, but nothing is seen where the run shows that shapes of activations are computed.
     *
     * @return whether the run was seen
     */
    boolean runIfShapesStay(long first, int count, int batch) {
        try {
            invoke();
        } catch (InterpreterException e) {
            return false;
        }
        if (!shapesStayed()) {
            return false;
        }
        show(first, count, batch);
        return true;
    }

    private void invoke() {
        if (graph.keepsState()) {
            interpreter.resetVariables();
        }
        interpreter.run();
    }

    // a shape that a run computes is wrong or missing before it
    private boolean shapesStayed() {
        return graph.activations().stream()
                .allMatch(place -> interpreter.viewOutput(place.index()).limit()
                        == outputInfos.get(place.index()).elements());
    }

    private void show(long first, int count, int batch) {
        for (int i = 0; i < inputs.size(); i++) {
            int index = graph.inputs().get(i).index();
            show(inputs.get(i), interpreter.viewInput(index), inputInfos.get(index), first, count, batch);
        }
        for (int i = 0; i < activations.size(); i++) {
            int index = graph.activations().get(i).index();
            show(activations.get(i), interpreter.viewOutput(index), outputInfos.get(index), first, count, batch);
        }
    }

    // a tensor that is not made of a row for each example is seen whole
    private static void show(Sight sight, FloatBuffer values, TensorInfo info, long first, int count, int batch) {
        boolean hasRows = batch > 1 && !info.shape().isEmpty() && info.shape().get(0) % batch == 0;
        if (!hasRows) {
            sight.see(first, ints(info.shape()), values);
            return;
        }
        int row = values.limit() / batch;
        List<Integer> shape = new ArrayList<>(info.shape());
        shape.set(0, info.shape().get(0) / batch);
        Ints ofOne = ints(shape);
        for (int i = 0; i < count; i++) {
            sight.see(first + i, ofOne, values.limit((i + 1) * row).position(i * row));
        }
    }

    private static Ints ints(List<Integer> shape) {
        return Ints.of(shape.stream().mapToInt(Integer::intValue).toArray());
    }

    @Override
    public void close() {
        interpreter.close();
    }
}
