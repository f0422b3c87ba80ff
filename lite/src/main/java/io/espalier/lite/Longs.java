// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite;

import java.util.Arrays;
import java.util.stream.LongStream;

/** An immutable list of longs that is as small as an array: zero points. */
public final class Longs {

    /** The empty list. */
    public static final Longs EMPTY = new Longs(new long[0]);

    private final long[] values;

    private Longs(long[] values) {
        this.values = values;
    }

    /** These values, copied. */
    public static Longs of(long... values) {
        return values.length == 0 ? EMPTY : new Longs(values.clone());
    }

    /** So many times the same value. */
    public static Longs filled(int size, long value) {
        long[] values = new long[size];
        Arrays.fill(values, value);
        return new Longs(values);
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
    public long get(int index) {
        return values[index];
    }

    /** A copy with one value replaced. */
    public Longs with(int index, long value) {
        long[] copy = values.clone();
        copy[index] = value;
        return new Longs(copy);
    }

    /** A copy that the caller may change. */
    public long[] toArray() {
        return values.clone();
    }

    /** The elements in order. */
    public LongStream stream() {
        return Arrays.stream(values);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Longs that && Arrays.equals(values, that.values);
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
