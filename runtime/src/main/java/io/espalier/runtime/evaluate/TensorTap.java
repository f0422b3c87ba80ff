// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.evaluate;

import io.espalier.data.Dataset;
import io.espalier.runtime.InterpreterException;
import io.espalier.runtime.TensorInfo;
import io.espalier.runtime.feed.ExampleInputs;
import io.espalier.runtime.feed.ExposedGraph;
import io.espalier.runtime.feed.InputLayouts;
import io.espalier.runtime.feed.TensorNumbers;
import io.espalier.runtime.interpreter.Interpreter;
import io.espalier.runtime.interpreter.InterpreterOptions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Reads the activations of a model as real numbers, as many examples at a time as the model takes. */
final class TensorTap implements AutoCloseable {
    private final Interpreter interpreter;
    private final ExposedGraph graph;
    private final Dataset data;
    private final int batch;
    private final ExampleInputs inputs;
    private final ByteBuffer targets;

    /**
     * @param names the places of the inputs by their names
     * @throws InterpreterException if the runtime refuses the model, or the model examples of this shape
     */
    TensorTap(ExposedGraph graph, Map<String, Integer> names, Dataset data) {
        this.interpreter = Interpreter.open(graph.model(), InterpreterOptions.DEFAULTS);
        this.graph = graph;
        this.data = data;
        try {
            InputLayouts layouts = InputLayouts.of(interpreter, names, data);
            layouts.resize(interpreter, layouts.together());
            this.batch = layouts.together();
            this.inputs = new ExampleInputs(interpreter, layouts, data);
        } catch (InterpreterException e) {
            interpreter.close();
            throw e;
        }
        this.targets = buffer(batch * data.targets().bytes());
    }

    /** How many examples the model takes at once. */
    int batch() {
        return batch;
    }

    /** The activations for a batch from this example on, by name; of equal names the first. Behind the last example comes the first. */
    Map<String, float[]> run(int example) {
        int[] examples = IntStream.range(example, example + batch)
                .map(index -> index % data.size())
                .toArray();
        inputs.write(examples, batch, batch, targets.clear());
        interpreter.runAnew();
        Map<String, float[]> values = new HashMap<>();
        List<TensorInfo> infos = interpreter.outputs();
        for (ExposedGraph.Place place : graph.activations()) {
            values.computeIfAbsent(graph.name(place), name -> read(infos.get(place.index())));
        }
        return values;
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }

    private float[] read(TensorInfo info) {
        ByteBuffer bytes = ByteBuffer.allocateDirect(info.bytes()).order(ByteOrder.nativeOrder());
        interpreter.readOutput(info.index(), bytes);
        float[] numbers = new float[info.elements()];
        TensorNumbers.of(interpreter.name(), info).read(bytes.flip(), numbers);
        return numbers;
    }

    @Override
    public void close() {
        interpreter.close();
    }
}
