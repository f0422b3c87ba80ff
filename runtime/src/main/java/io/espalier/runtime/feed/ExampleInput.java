// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.feed;

import io.espalier.lite.schema.TensorType;
import io.espalier.runtime.InterpreterException;
import io.espalier.runtime.TensorInfo;
import io.espalier.runtime.interpreter.Interpreter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The one input of a model that examples of a data set are written to, as real numbers. */
public final class ExampleInput {
    private final Interpreter interpreter;
    private final TensorInfo info;
    private final TensorNumbers form;
    private ByteBuffer bytes = ByteBuffer.allocate(0);

    /** @throws InterpreterException if the input's type does not represent real numbers */
    public ExampleInput(Interpreter interpreter) {
        this.interpreter = interpreter;
        this.info = interpreter.inputs().get(0);
        this.form = TensorNumbers.of(interpreter.name(), info);
    }

    /**
     * Writes a batch, for which the input has its shape.
     *
     * @param numbers of all its examples
     * @param count how many numbers
     * @param first the number of the first example, for messages
     * @param examples how many there are
     * @throws InterpreterException if an operator cannot take one of the numbers, or one is no number where whole numbers are wanted
     */
    public void write(float[] numbers, int count, long first, int examples) {
        if (info.type() != TensorType.FLOAT32) {
            requireNumbers(numbers, count, first, count / examples);
        }
        int needed = Math.toIntExact(info.type().bytes(count));
        if (bytes.capacity() != needed) {
            bytes = ByteBuffer.allocateDirect(needed).order(ByteOrder.nativeOrder());
        }
        form.write(numbers, count, bytes.clear());
        interpreter.writeExamples(0, bytes.flip(), first);
    }

    private void requireNumbers(float[] numbers, int count, long first, int ofExample) {
        for (int i = 0; i < count; i++) {
            if (Float.isNaN(numbers[i])) {
                throw new InterpreterException(
                        interpreter.name() + ": example " + (first + i / ofExample) + ": element "
                                + i % ofExample + " of input " + info
                                + " would be NaN, but the input takes integers; correct the data");
            }
        }
    }
}
