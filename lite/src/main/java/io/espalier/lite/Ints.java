// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite;

import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;

/** An immutable list of ints that is as small as an array: shapes, and the indices of tensors. */
public final class Ints {

    /** The empty list. */
    public static final Ints EMPTY = new Ints(new int[0]);

    private final int[] values;

    private Ints(int[] values) {
        this.values = values;
    }

    /** These values, copied. */
    public static Ints of(int... values) {
        return values.length == 0 ? EMPTY : new Ints(values.clone());
    }

    /** So many times the same value. */
    public static Ints filled(int size, int value) {
        int[] values = new int[size];
        Arrays.fill(values, value);
        return new Ints(values);
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
    public int get(int index) {
        return values[index];
    }

    /** A copy with one value replaced. */
    public Ints with(int index, int value) {
        int[] copy = values.clone();
        copy[index] = value;
        return new Ints(copy);
    }

    /** A copy that the caller may change. */
    public int[] toArray() {
        return values.clone();
    }

    /** The elements in order. */
    public IntStream stream() {
        return Arrays.stream(values);
    }

    /** Whether an element has this value. */
    public boolean contains(int value) {
        for (int candidate : values) {
            if (candidate == value) {
                return true;
            }
        }
        return false;
    }

    /** Sets the bit of each element; a negative one, which stands for no index, has none. */
    public void addTo(BitSet indices) {
        for (int value : values) {
            if (value >= 0) {
                indices.set(value);
            }
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Ints that && Arrays.equals(values, that.values);
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
