// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime;

import io.espalier.lite.Graph;
import io.espalier.lite.file.GraphWriter;
import io.espalier.lite.schema.TensorType;
import io.espalier.runtime.feed.TensorNumbers;
import io.espalier.runtime.interpreter.Interpreter;
import io.espalier.runtime.interpreter.InterpreterOptions;
import io.espalier.runtime.interpreter.TfliteModel;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Runs a graph of one input, example by example, in real numbers whatever the types of its inputs and outputs. */
final class RealNumbers {
    private RealNumbers() {}

    /** For each example all outputs. */
    static List<List<float[]>> run(Graph graph, float... x) {
        return run(graph, InterpreterOptions.DEFAULTS, x);
    }

    /** For each example all outputs; what variables hold goes from one to the next. */
    static List<List<float[]>> run(Graph graph, InterpreterOptions options, float... x) {
        ByteBuffer model = ByteBuffer.wrap(GraphWriter.toBytes(graph));
        try (Interpreter interpreter = Interpreter.open(TfliteModel.of("the graph", model), options)) {
            TensorInfo input = interpreter.inputs().get(0);
            List<List<float[]>> examples = new ArrayList<>();
            for (int start = 0; start < x.length; start += input.elements()) {
                ByteBuffer bytes = buffer(input);
                TensorNumbers.of("the graph", input)
                        .write(Arrays.copyOfRange(x, start, start + input.elements()), input.elements(), bytes);
                interpreter.writeInput(0, bytes.rewind());
                interpreter.run();
                examples.add(interpreter.outputs().stream()
                        .map(output -> read(interpreter, output))
                        .toList());
            }
            return examples;
        }
    }

    /** The first output of all examples. */
    static float[] first(Graph graph, float... x) {
        List<float[]> outputs =
                run(graph, x).stream().map(example -> example.get(0)).toList();
        float[] all = new float[outputs.size() * outputs.get(0).length];
        for (int example = 0; example < outputs.size(); example++) {
            System.arraycopy(outputs.get(example), 0, all, example * outputs.get(0).length, outputs.get(0).length);
        }
        return all;
    }

    private static float[] read(Interpreter interpreter, TensorInfo output) {
        ByteBuffer bytes = buffer(output);
        interpreter.readOutput(output.index(), bytes);
        float[] numbers = new float[output.elements()];
        if (output.type() == TensorType.BOOL) {
            for (int place = 0; place < numbers.length; place++) {
                numbers[place] = bytes.get(place);
            }
            return numbers;
        }
        TensorNumbers.of("the graph", output).read(bytes.rewind(), numbers);
        return numbers;
    }

    private static ByteBuffer buffer(TensorInfo tensor) {
        return ByteBuffer.allocateDirect(tensor.bytes()).order(ByteOrder.nativeOrder());
    }
}
