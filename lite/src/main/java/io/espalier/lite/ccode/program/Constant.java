// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.program;

import io.espalier.lite.Buffer;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/** The value of a field of a kernel's parameters. */
public sealed interface Constant {

    /** A whole number. */
    record Whole(long value) implements Constant {}

    /** A float32. */
    record Real(float value) implements Constant {}

    /**
     * A constant array of its own.
     *
     * @param type the type of its elements in C
     * @param bytes those of the elements as a microcontroller stores them
     * @param elements each as text of C
     */
    record Table(String type, int bytes, List<String> elements) implements Constant {
        private static final List<String> SMALL = IntStream.rangeClosed(Byte.MIN_VALUE, 255)
                .mapToObj(Integer::toString)
                .toList();

        public Table {
            Objects.requireNonNull(type, "type");
            elements = List.copyOf(elements);
        }

        /** The same from an array. */
        public Table(String type, int bytes, String[] elements) {
            this(type, bytes, List.of(elements));
        }

        /** Small whole numbers. */
        public static Table ofBytes(String type, byte... values) {
            boolean signed = !type.startsWith("u");
            String[] elements = new String[values.length];
            for (int index = 0; index < values.length; index++) {
                int value = signed ? values[index] : values[index] & 0xff;
                elements[index] = SMALL.get(value - Byte.MIN_VALUE);
            }
            return new Table(type, values.length, elements);
        }

        /** The bytes of a tensor of type INT8. */
        public static Table ofBytes(Buffer values) {
            return ofBytes("int8_t", values.toBytes());
        }

        /** Numbers of 32 bits. */
        public static Table ofInts(int... values) {
            return new Table(
                    "int32_t",
                    values.length * Integer.BYTES,
                    IntStream.of(values)
                            .mapToObj(
                                    value -> value == Integer.MIN_VALUE ? "(-2147483647 - 1)" : Integer.toString(value))
                            .toArray(String[]::new));
        }
    }
}
