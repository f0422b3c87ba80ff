// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.evaluate;

import io.espalier.runtime.TensorInfo;
import io.espalier.runtime.feed.TensorNumbers;
import io.espalier.runtime.interpreter.Interpreter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** An output of a model that is read after each run, a row for each example. */
final class OutputRows {
    private final int place;
    private final int width;
    private final TensorNumbers format;
    private final ByteBuffer bytes;
    private final float[] numbers;

    /** An output that has a row for each example of a batch. */
    OutputRows(Interpreter interpreter, int place, int batch) {
        TensorInfo info = interpreter.outputs().get(place);
        this.place = place;
        this.width = info.elements() / batch;
        this.format = TensorNumbers.of(interpreter.name(), info);
        this.bytes = ByteBuffer.allocateDirect(Math.toIntExact(info.type().bytes(info.elements())))
                .order(ByteOrder.nativeOrder());
        this.numbers = new float[info.elements()];
    }

    /** How many numbers it has for one example. */
    int width() {
        return width;
    }

    /** What the last run that was read gave, as real numbers; the array is used again. */
    float[] numbers() {
        return numbers;
    }

    /** Takes what the last run gave. */
    void read(Interpreter interpreter) {
        interpreter.readOutput(place, bytes.clear());
        format.read(bytes.flip(), numbers);
    }
}
