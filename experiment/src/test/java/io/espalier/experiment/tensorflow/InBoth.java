// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.tensorflow;

import io.espalier.lite.Graph;
import io.espalier.lite.convert.Converter;
import io.espalier.lite.tensorflow.SavedModelFormat;
import io.espalier.model.format.ModelFormat.ReadOptions;
import io.espalier.model.format.ModelSource;
import io.espalier.runtime.interpreter.Interpreter;
import io.espalier.runtime.interpreter.InterpreterOptions;
import io.espalier.runtime.interpreter.TfliteModel;
import io.espalier.train.library.TensorFlowLibrary;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Signature;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TFloat32;

/** The answers of a SavedModel with one float32 input, in TensorFlow, and in the TFLite runtime after conversion. */
final class InBoth {
    private InBoth() {}

    /** The first output in TensorFlow. */
    static float[] tensorFlow(Path folder, long[] shape, float... x) {
        TensorFlowLibrary.load();
        try (SavedModelBundle bundle = SavedModelBundle.load(folder.toString(), "serve");
                TFloat32 input = TFloat32.tensorOf(Shape.of(shape), DataBuffers.of(x))) {
            Signature signature = bundle.signatures().stream()
                    .filter(one -> one.key().equals("serving_default"))
                    .findFirst()
                    .orElseThrow();
            try (Result result = bundle.session()
                    .runner()
                    .feed(signature.getInputs().values().iterator().next().name, input)
                    .fetch(signature.getOutputs().values().iterator().next().name)
                    .run()) {
                TFloat32 y = (TFloat32) result.get(0);
                float[] values = new float[(int) y.size()];
                y.copyTo(DataBuffers.of(values));
                return values;
            }
        }
    }

    /** The first output in the TFLite runtime. */
    static float[] tflite(Path folder, long[] shape, float... x) throws IOException {
        try (ModelSource source = ModelSource.open(folder)) {
            Graph graph = SavedModelFormat.SAVED_MODEL
                    .read(source, ReadOptions.NONE)
                    .as(Graph.class)
                    .orElseThrow()
                    .content();
            return tflite(Converter.of(graph).convert(), shape, x);
        }
    }

    /** The first output of a graph in the TFLite runtime. */
    static float[] tflite(Graph graph, long[] shape, float... x) {
        try (Interpreter interpreter =
                Interpreter.open(TfliteModel.of("the model", graph), InterpreterOptions.DEFAULTS)) {
            interpreter.resizeInput(
                    0, Arrays.stream(shape).mapToObj(size -> (int) size).toList());
            ByteBuffer input = buffer(x.length);
            input.asFloatBuffer().put(x);
            interpreter.writeInput(0, input);
            interpreter.run();
            ByteBuffer output = buffer(interpreter.outputs().get(0).elements());
            interpreter.readOutput(0, output);
            float[] values = new float[interpreter.outputs().get(0).elements()];
            output.flip().asFloatBuffer().get(values);
            return values;
        }
    }

    private static ByteBuffer buffer(int floats) {
        return ByteBuffer.allocateDirect(floats * Float.BYTES).order(ByteOrder.nativeOrder());
    }
}
