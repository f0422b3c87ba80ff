// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.feed;

import io.espalier.data.Dataset.Part;
import io.espalier.data.ElementType;
import io.espalier.lite.schema.TensorType;
import io.espalier.runtime.InterpreterException;
import io.espalier.runtime.TensorInfo;
import io.espalier.runtime.guard.ArrayValues;
import io.espalier.runtime.interpreter.Interpreter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One input of a model, and the part of examples that it gets. Where the input stands for real numbers, they are scaled as the part says; a
 * plain BOOL or integer input gets whole numbers as they are stored, and others rounded.
 */
final class PartInput {
    private final Interpreter interpreter;
    private final int place;
    private final Part part;
    private final int offset;
    private final int stride;
    private final TensorInfo info;
    private final int ofExample;
    private final boolean asStored;
    private final StoredFeatures stored;
    private ByteBuffer own = ByteBuffer.allocate(0);
    private float[] numbers = new float[0];
    private ByteBuffer bytes = ByteBuffer.allocate(0);

    /**
     * @param place of the input
     * @param parts of the examples
     * @param index of the part that the input gets
     * @throws InterpreterException if the input's type does not hold numbers
     */
    PartInput(Interpreter interpreter, int place, List<Part> parts, int index) {
        this.interpreter = interpreter;
        this.place = place;
        this.part = parts.get(index);
        this.offset = bytes(parts.subList(0, index));
        this.stride = bytes(parts);
        this.info = interpreter.inputs().get(place);
        this.ofExample = part.spec().elements();
        this.asStored = info.type() != TensorType.FLOAT32
                && info.quantization().isEmpty()
                && part.spec().type() != ElementType.FLOAT32;
        this.stored = new StoredFeatures(part.spec().type(), part.scaling());
        TensorNumbers.of(interpreter.name(), info);
    }

    private static int bytes(List<Part> parts) {
        return parts.stream().mapToInt(part -> part.spec().bytes()).sum();
    }

    /**
     * Writes the part of so many examples.
     *
     * @param examples all parts of them
     * @param first the number of the first
     */
    void write(ByteBuffer examples, int room, int first) {
        interpreter.writeExamples(place, values(room, first, cut(examples, room)), first, room);
    }

    private ByteBuffer cut(ByteBuffer examples, int room) {
        int size = part.spec().bytes();
        if (size == stride) {
            return examples;
        }
        if (own.capacity() != room * size) {
            own = buffer(room * size);
        }
        own.clear();
        for (int i = 0; i < room; i++) {
            own.put(i * size, examples, i * stride + offset, size);
        }
        return own;
    }

    private ByteBuffer values(int room, int first, ByteBuffer examples) {
        int count = room * ofExample;
        if (asStored) {
            return ArrayValues.of(info.name(), part.spec().type(), examples, count, info.type());
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
