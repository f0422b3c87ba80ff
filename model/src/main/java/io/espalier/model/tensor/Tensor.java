// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.tensor;

import java.nio.FloatBuffer;
import java.util.Arrays;

/** A constant float32 tensor, row-major. Equal to another when shape and every bit are equal. */
public final class Tensor {
    private final Shape shape;
    private final float[] values;

    private Tensor(Shape shape, float[] values) {
        if (shape.elements() != values.length) {
            throw new IllegalArgumentException("shape " + shape + " has " + shape.elements()
                    + " elements, but there are " + values.length + " values");
        }
        this.shape = shape;
        this.values = values;
    }

    /** A tensor of a copy of these values. */
    public static Tensor of(Shape shape, float... values) {
        return new Tensor(shape, values.clone());
    }

    /** A tensor of what is left in the buffer, which is read but not kept. */
    public static Tensor of(Shape shape, FloatBuffer values) {
        float[] copy = new float[values.remaining()];
        values.get(copy);
        return new Tensor(shape, copy);
    }

    /** A tensor whose elements all have this value. */
    public static Tensor filled(Shape shape, float value) {
        float[] values = new float[shape.elements()];
        Arrays.fill(values, value);
        return new Tensor(shape, values);
    }

    /** The shape of the tensor. */
    public Shape shape() {
        return shape;
    }

    /** One element by its row-major index. */
    public float get(int flatIndex) {
        return values[flatIndex];
    }

    /** The values, read-only, without a copy. */
    public FloatBuffer buffer() {
        return FloatBuffer.wrap(values).asReadOnlyBuffer();
    }

    /** A copy of the values. */
    public float[] toArray() {
        return values.clone();
    }

    /** The share of values that are zero, from 0 to 1; 0 for a tensor without values. */
    public double sparsity() {
        int zeros = 0;
        for (float value : values) {
            if (value == 0) {
                zeros++;
            }
        }
        return values.length == 0 ? 0 : (double) zeros / values.length;
    }

    /** Whether every value is a number, and none of them infinite. */
    public boolean isFinite() {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Tensor tensor && shape.equals(tensor.shape) && Arrays.equals(values, tensor.values);
    }

    @Override
    public int hashCode() {
        return 31 * shape.hashCode() + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return "Tensor" + shape;
    }
}
