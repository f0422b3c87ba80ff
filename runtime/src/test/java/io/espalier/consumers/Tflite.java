// SPDX-License-Identifier: Apache-2.0
package io.espalier.consumers;

import io.espalier.runtime.InterpreterException;
import io.espalier.runtime.TensorInfo;
import io.espalier.runtime.interpreter.Interpreter;
import io.espalier.runtime.interpreter.InterpreterOptions;
import io.espalier.runtime.interpreter.TfliteModel;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Espalier's own runtime, with which others are compared. */
record Tflite(boolean xnnpack) implements Consumer {
    static final Tflite XNNPACK = new Tflite(true);
    static final Tflite PLAIN = new Tflite(false);

    @Override
    public Answer run(byte[] model, List<Values> inputs) {
        InterpreterOptions options =
                InterpreterOptions.DEFAULTS.withXnnpack(xnnpack).withThreads(1);
        try (Interpreter interpreter = Interpreter.open(TfliteModel.of("the model", ByteBuffer.wrap(model)), options)) {
            for (int i = 0; i < inputs.size(); i++) {
                interpreter.resizeInput(i, inputs.get(i).shape());
                interpreter.writeInput(i, inputs.get(i).toBytes());
            }
            interpreter.run();
            List<Values> outputs = new ArrayList<>();
            for (TensorInfo output : interpreter.outputs()) {
                ByteBuffer bytes =
                        ByteBuffer.allocateDirect(4 * output.elements()).order(ByteOrder.nativeOrder());
                interpreter.readOutput(output.index(), bytes);
                outputs.add(Values.of(output.type(), output.shape(), bytes.flip()));
            }
            return new Outputs(outputs, List.of());
        } catch (InterpreterException e) {
            return new Refusal(e.getMessage());
        }
    }

    @Override
    public void close() {
        // Each run has an interpreter of its own.
    }
}
