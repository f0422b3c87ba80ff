// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite;

import java.util.Arrays;

/** An immutable list of floats that is as small as an array, equal bit by bit (NaN to NaN, and 0 not to -0): scales. */
public final class Floats {

    /** The empty list. */
    public static final Floats EMPTY = new Floats(new float[0]);

    private final float[] values;

    private Floats(float[] values) {
        this.values = values;
    }

    /** These values, copied. */
    public static Floats of(float... values) {
        return values.length == 0 ? EMPTY : new Floats(values.clone());
    }

    /** So many times the same value. */
    public static Floats filled(int size, float value) {
        float[] values = new float[size];
        Arrays.fill(values, value);
        return new Floats(values);
    }

    /** The number of elements. */
    public int size() {
        return values.length;
    }

    /** Whether it has no elements. */
    public boolean isEmpty() {
        return values.length == 0;
    }

    /** One element. */
    public float get(int index) {
        return values[index];
    }

    /** A copy with one value replaced. */
    public Floats with(int index, float value) {
        float[] copy = values.clone();
        copy[index] = value;
        return new Floats(copy);
    }

    /** A copy that the caller may change. */
    public float[] toArray() {
        return values.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Floats that && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return Arrays.toString(values);
    }
}
