// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment;

import io.espalier.base.Scaling;
import io.espalier.data.ElementType;
import io.espalier.data.array.ArrayDataset;
import io.espalier.data.array.NumericArray;
import io.espalier.lite.convert.Converter;
import io.espalier.lite.file.GraphWriter;
import io.espalier.model.Model;
import io.espalier.model.tensor.Tensor;
import io.espalier.runtime.interpreter.Interpreter;
import io.espalier.runtime.interpreter.InterpreterOptions;
import io.espalier.runtime.interpreter.TfliteModel;
import io.espalier.train.Evaluator;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * What a model answers.
 *
 * @param inputs each of any number of examples, which its first dimension is
 */
record KerasAnswers(Model model, List<Tensor> inputs) {
    /** Of one input and one output. */
    float[] inTensorFlow() {
        Tensor input = inputs.get(0);
        List<Integer> shape = input.shape().dimensions();
        NumericArray features = new NumericArray(ElementType.FLOAT32, shape, bytes(input));
        NumericArray targets = new NumericArray(
                ElementType.INT32, List.of(shape.get(0)), ByteBuffer.allocateDirect(shape.get(0) * Integer.BYTES));
        ArrayDataset examples = ArrayDataset.of("kept", features, targets, Scaling.IDENTITY, List.of());
        try (Evaluator evaluator = Evaluator.of(model, 1)) {
            return evaluator.predict(examples).toArray();
        }
    }

    /** Each output. */
    List<float[]> inTflite() {
        ByteBuffer graph = ByteBuffer.wrap(GraphWriter.toBytes(Converter.convert(model)));
        try (Interpreter interpreter =
                Interpreter.open(TfliteModel.of("the graph", graph), InterpreterOptions.DEFAULTS)) {
            for (int i = 0; i < inputs.size(); i++) {
                interpreter.resizeInput(i, inputs.get(i).shape().dimensions());
            }
            for (int i = 0; i < inputs.size(); i++) {
                interpreter.writeInput(i, bytes(inputs.get(i)));
            }
            interpreter.run();
            List<float[]> answers = new ArrayList<>();
            for (int i = 0; i < interpreter.outputs().size(); i++) {
                float[] output = new float[interpreter.outputs().get(i).elements()];
                ByteBuffer bytes = buffer(output.length);
                interpreter.readOutput(i, bytes);
                bytes.flip().asFloatBuffer().get(output);
                answers.add(output);
            }
            return answers;
        }
    }

    private static ByteBuffer bytes(Tensor input) {
        ByteBuffer bytes = buffer(input.shape().elements());
        bytes.asFloatBuffer().put(input.buffer());
        return bytes;
    }

    private static ByteBuffer buffer(int floats) {
        return ByteBuffer.allocateDirect(floats * Float.BYTES).order(ByteOrder.nativeOrder());
    }
}
