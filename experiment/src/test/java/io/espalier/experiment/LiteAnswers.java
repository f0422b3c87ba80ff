// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment;

import io.espalier.lite.Graph;
import io.espalier.lite.file.GraphWriter;
import io.espalier.runtime.interpreter.Interpreter;
import io.espalier.runtime.interpreter.InterpreterOptions;
import io.espalier.runtime.interpreter.TfliteModel;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** What a graph answers in the TFLite runtime. */
final class LiteAnswers {
    private LiteAnswers() {}

    /** All examples as one batch: the batch dimension must be open. */
    static float[] of(Graph graph, RandomExamples examples, boolean xnnpack) {
        ByteBuffer model = ByteBuffer.wrap(GraphWriter.toBytes(graph));
        InterpreterOptions options = InterpreterOptions.DEFAULTS.withXnnpack(xnnpack);
        try (Interpreter interpreter = Interpreter.open(TfliteModel.of("the graph", model), options)) {
            List<Integer> shape = new ArrayList<>(interpreter.inputs().get(0).shape());
            shape.set(0, RandomExamples.EXAMPLES);
            interpreter.resizeInput(0, shape);
            ByteBuffer features =
                    buffer(RandomExamples.EXAMPLES * examples.features().bytes());
            int[] all = IntStream.range(0, RandomExamples.EXAMPLES).toArray();
            examples.read(all, 0, RandomExamples.EXAMPLES, features, buffer(RandomExamples.EXAMPLES * Integer.BYTES));
            interpreter.writeInput(0, features.flip());
            interpreter.run();
            float[] outputs = new float[interpreter.outputs().get(0).elements()];
            ByteBuffer bytes = buffer(outputs.length * Float.BYTES);
            interpreter.readOutput(0, bytes);
            bytes.flip().asFloatBuffer().get(outputs);
            return outputs;
        }
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }
}
