// SPDX-License-Identifier: Apache-2.0
package io.espalier.train;

import io.espalier.base.Scaling;
import io.espalier.data.Dataset;
import io.espalier.data.ElementType;
import io.espalier.data.array.ArrayDataset;
import io.espalier.data.array.NumericArray;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Small data sets for tests. */
public final class Examples {
    private Examples() {}

    /** One number each: inputs of shape (1), and targets of shape (1). */
    public static Dataset numbers(float[] inputs, float[] targets) {
        return of(
                new NumericArray(ElementType.FLOAT32, List.of(inputs.length, 1), floats(inputs)),
                new NumericArray(ElementType.FLOAT32, List.of(targets.length, 1), floats(targets)),
                Scaling.IDENTITY);
    }

    /** One example: a row of inputs, and one of targets. */
    public static Dataset rows(float[] inputs, float[] targets) {
        return of(
                new NumericArray(ElementType.FLOAT32, List.of(1, inputs.length), floats(inputs)),
                new NumericArray(ElementType.FLOAT32, List.of(1, targets.length), floats(targets)),
                Scaling.IDENTITY);
    }

    /** Rows of numbers, and class numbers. */
    public static Dataset classified(int features, float[] inputs, int... classes) {
        return of(
                new NumericArray(ElementType.FLOAT32, List.of(classes.length, features), floats(inputs)),
                new NumericArray(ElementType.INT32, List.of(classes.length), ints(classes)),
                Scaling.IDENTITY);
    }

    public static Dataset of(NumericArray inputs, NumericArray targets, Scaling scaling) {
        return ArrayDataset.of("examples", inputs, targets, scaling, List.of());
    }

    public static ByteBuffer floats(float... numbers) {
        ByteBuffer buffer = room(numbers.length * Float.BYTES);
        buffer.asFloatBuffer().put(numbers);
        return buffer;
    }

    public static ByteBuffer ints(int... numbers) {
        ByteBuffer buffer = room(numbers.length * Integer.BYTES);
        buffer.asIntBuffer().put(numbers);
        return buffer;
    }

    private static ByteBuffer room(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.nativeOrder());
    }
}
