// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime;

import io.espalier.lite.Graph;
import io.espalier.lite.file.GraphWriter;
import io.espalier.runtime.interpreter.Interpreter;
import io.espalier.runtime.interpreter.InterpreterOptions;
import io.espalier.runtime.interpreter.TfliteModel;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Runs a graph, written to bytes, in the real runtime. */
final class Running {
    private Running() {}

    /** The first output for the examples that {@code x} holds, as one batch for the first input. */
    static float[] run(Graph graph, float... x) {
        return run(graph, InterpreterOptions.DEFAULTS, List.of(x)).get(0);
    }

    /** All outputs for batches of equal size, one for each input. */
    static List<float[]> run(Graph graph, InterpreterOptions options, List<float[]> batches) {
        ByteBuffer model = ByteBuffer.wrap(GraphWriter.toBytes(graph));
        try (Interpreter interpreter = Interpreter.open(TfliteModel.of("the graph", model), options)) {
            for (int i = 0; i < batches.size(); i++) {
                List<Integer> shape =
                        new ArrayList<>(interpreter.inputs().get(i).shape());
                int example = shape.stream().skip(1).reduce(1, Math::multiplyExact);
                shape.set(0, batches.get(i).length / example);
                interpreter.resizeInput(i, shape);
            }
            for (int i = 0; i < batches.size(); i++) {
                ByteBuffer input = buffer(batches.get(i).length);
                input.asFloatBuffer().put(batches.get(i));
                interpreter.writeInput(i, input);
            }
            interpreter.run();
            List<float[]> outputs = new ArrayList<>();
            for (TensorInfo info : interpreter.outputs()) {
                ByteBuffer output = buffer(info.elements());
                interpreter.readOutput(info.index(), output);
                float[] values = new float[info.elements()];
                output.flip().asFloatBuffer().get(values);
                outputs.add(values);
            }
            return outputs;
        }
    }

    private static ByteBuffer buffer(int floats) {
        return ByteBuffer.allocateDirect(floats * Float.BYTES).order(ByteOrder.nativeOrder());
    }
}
