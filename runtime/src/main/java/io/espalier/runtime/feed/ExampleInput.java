// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.feed;

import io.espalier.data.Dataset;
import io.espalier.data.ElementType;
import io.espalier.lite.schema.TensorType;
import io.espalier.runtime.InterpreterException;
import io.espalier.runtime.TensorInfo;
import io.espalier.runtime.guard.ArrayValues;
import io.espalier.runtime.interpreter.Interpreter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.stream.IntStream;

/**
 * The one input of a model that examples of a data set are written to. Where it stands for real numbers, they are scaled as the data set says;
 * a plain BOOL or integer input gets whole numbers as they are stored, and others rounded.
 */
public final class ExampleInput {
    private final Interpreter interpreter;
    private final Dataset data;
    private final TensorInfo info;
    private final int ofExample;
    private final boolean asStored;
    private final StoredFeatures stored;
    private ByteBuffer features = ByteBuffer.allocate(0);
    private float[] numbers = new float[0];
    private ByteBuffer bytes = ByteBuffer.allocate(0);

    /** @throws InterpreterException if the input's type does not hold numbers */
    public ExampleInput(Interpreter interpreter, Dataset data) {
        this.interpreter = interpreter;
        this.data = data;
        this.info = interpreter.inputs().get(0);
        this.ofExample = data.features().elements();
        this.asStored = info.type() != TensorType.FLOAT32
                && info.quantization().isEmpty()
                && data.features().type() != ElementType.FLOAT32;
        this.stored = new StoredFeatures(data.features().type(), data.scaling());
        TensorNumbers.of(interpreter.name(), info);
    }

    /**
     * Writes examples to the input, which has the shape for {@code room} of them. Where fewer are left, the first fills the rest: no other
     * numbers are known to be harmless.
     *
     * @param indices of examples, the first {@code count} of which are read
     * @param targets receives their targets
     * @throws InterpreterException if an operator cannot take one of the numbers, or one is no number where whole numbers are wanted
     */
    public void write(int[] indices, int count, int room, ByteBuffer targets) {
        int example = data.features().bytes();
        if (features.capacity() != room * example) {
            features = buffer(room * example);
        }
        data.read(indices, 0, count, features.clear(), targets);
        for (int i = count; i < room; i++) {
            features.put(i * example, features, 0, example);
        }
        interpreter.writeExamples(0, values(room, indices[0], features.clear()), indices[0], room);
    }

    private ByteBuffer values(int room, int first, ByteBuffer examples) {
        int count = room * ofExample;
        if (asStored) {
            return ArrayValues.of(info.name(), data.features().type(), examples, count, info.type());
        }
        if (numbers.length != count) {
            numbers = new float[count];
            bytes = buffer(Math.toIntExact(info.type().bytes(count)));
        }
        stored.read(examples, count, numbers);
        if (info.type() != TensorType.FLOAT32) {
            requireNumbers(first);
        }
        TensorNumbers.of(interpreter.name(), info).write(numbers, count, bytes.clear());
        return bytes.flip();
    }

    private void requireNumbers(int first) {
        IntStream.range(0, numbers.length)
                .filter(i -> Float.isNaN(numbers[i]))
                .findFirst()
                .ifPresent(i -> {
                    throw new InterpreterException(
                            interpreter.name() + ": example " + (first + i / ofExample) + ": element " + i % ofExample
                                    + " of input " + info
                                    + " would be NaN, but the input takes integers; correct the data");
                });
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }
}
