// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime;

import io.espalier.lite.calibrate.CalibrationMethod;
import io.espalier.lite.calibrate.TensorObservation;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** An interpreter whose activations are observed with each run. Used by one thread. */
final class CalibrationPass implements AutoCloseable {
    private final Interpreter interpreter;
    private final ExposedGraph graph;
    private final List<TensorObservation> inputs;
    private final List<TensorObservation> activations;
    private List<TensorInfo> inputInfos = List.of();
    private List<TensorInfo> outputInfos = List.of();

    CalibrationPass(String name, ExposedGraph graph, CalibrationMethod method, InterpreterOptions options) {
        this.interpreter = Interpreter.open(name, graph.model(), options.withThreads(1));
        this.graph = graph;
        this.inputs = observations(graph.inputs(), method);
        this.activations = observations(graph.activations(), method);
    }

    private static List<TensorObservation> observations(List<ExposedGraph.Place> places, CalibrationMethod method) {
        return places.stream()
                .map(place -> new TensorObservation(place.tensor(), method))
                .toList();
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

    /** How many numbers each observed activation has at the shapes of now. */
    List<Integer> activationSizes() {
        return graph.activations().stream()
                .map(place -> outputInfos.get(place.index()).elements())
                .toList();
    }

    /**
     * Runs what was written to the inputs.
     *
     * @param first the number of the first example
     * @param count how many of the batch's examples are to be observed; others fill its tail
     */
    void run(long first, int count, int batch) {
        if (graph.keepsState()) {
            interpreter.resetVariables();
        }
        for (int i = 0; i < inputs.size(); i++) {
            int index = graph.inputs().get(i).index();
            observe(inputs.get(i), interpreter.viewInput(index), inputInfos.get(index), first, count, batch);
        }
        interpreter.run();
        for (int i = 0; i < activations.size(); i++) {
            int index = graph.activations().get(i).index();
            observe(activations.get(i), interpreter.viewOutput(index), outputInfos.get(index), first, count, batch);
        }
    }

    // a tensor that is not made of a row for each example is observed whole
    private static void observe(
            TensorObservation observation, FloatBuffer values, TensorInfo info, long first, int count, int batch) {
        boolean hasRows = batch > 1 && !info.shape().isEmpty() && info.shape().get(0) % batch == 0;
        if (!hasRows) {
            observation.add(first, values);
            return;
        }
        int row = values.limit() / batch;
        for (int i = 0; i < count; i++) {
            observation.add(first + i, values.limit((i + 1) * row).position(i * row));
        }
    }

    /** What was observed so far of the inputs, then of the activations. */
    List<TensorObservation> observations() {
        return Stream.concat(inputs.stream(), activations.stream()).toList();
    }

    /** Merges what passes over consecutive parts of the examples have observed. */
    static List<TensorObservation> merge(List<List<TensorObservation>> parts) {
        List<TensorObservation> merged = new ArrayList<>(parts.get(0));
        for (List<TensorObservation> part : parts.subList(1, parts.size())) {
            for (int i = 0; i < merged.size(); i++) {
                merged.get(i).merge(part.get(i));
            }
        }
        return merged;
    }

    @Override
    public void close() {
        interpreter.close();
    }
}
