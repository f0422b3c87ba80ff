// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.program;

import io.espalier.lite.Buffer;
import io.espalier.lite.Tensor;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The value of a field of a kernel's parameters. */
public sealed interface Constant {

    /** A whole number. */
    record Whole(long value) implements Constant {}

    /** A float32. */
    record Real(float value) implements Constant {
        /** As C99 and C++ read it back to the same bits. */
        public String text() {
            if (Float.isNaN(value)) {
                return "NAN";
            }
            return Float.isInfinite(value) ? (value > 0 ? "INFINITY" : "-INFINITY") : Float.toString(value) + "f";
        }
    }

    /** A value of a type that the kernel defines, as text of C; 4 bytes. */
    record Text(String value) implements Constant {}

    /** A function that a file of kernels of the same name defines. */
    record Function(String name) implements Constant {}

    /** A structure of a library, as C writes its value. */
    record Structure(String text) implements Constant {
        /** Of these members, which are numbers or structures. */
        public static Structure of(Object... members) {
            return new Structure(Stream.of(members)
                    .map(member -> member instanceof Structure inner ? inner.text() : member.toString())
                    .collect(Collectors.joining(", ", "{", "}")));
        }
    }

    /**
     * How many bytes a function of CMSIS-NN works in, which depends on the processor.
     *
     * @param bytes without Helium, the vector instructions of Cortex-M55 and later
     * @param helium with them
     */
    record Work(int bytes, int helium) implements Constant {}

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

        /** These elements. */
        public Table(String type, int bytes, String... elements) {
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

        /** Numbers of 16 bits. */
        public static Table ofShorts(short... values) {
            String[] elements = new String[values.length];
            for (int index = 0; index < values.length; index++) {
                elements[index] = Short.toString(values[index]);
            }
            return new Table("int16_t", values.length * Short.BYTES, elements);
        }

        /** Numbers of 16 bits without a sign. */
        public static Table ofUnsignedShorts(short... values) {
            String[] elements = new String[values.length];
            for (int index = 0; index < values.length; index++) {
                elements[index] = Integer.toString(Short.toUnsignedInt(values[index]));
            }
            return new Table("uint16_t", values.length * Short.BYTES, elements);
        }

        /** Numbers of 64 bits. */
        public static Table ofLongs(long... values) {
            String[] elements = new String[values.length];
            for (int index = 0; index < values.length; index++) {
                elements[index] =
                        values[index] == Long.MIN_VALUE ? "(-9223372036854775807 - 1)" : Long.toString(values[index]);
            }
            return new Table("int64_t", values.length * Long.BYTES, elements);
        }

        /** Numbers that have a fraction, to the bit. */
        public static Table ofFloats(float... values) {
            String[] elements = new String[values.length];
            for (int index = 0; index < values.length; index++) {
                elements[index] = new Real(values[index]).text();
            }
            return new Table("float", values.length * Float.BYTES, elements);
        }

        /** The values of a constant tensor. */
        public static Table of(Tensor constant) {
            Buffer values = constant.buffer();
            int count = Math.toIntExact(constant.elements());
            switch (constant.type()) {
                case INT8 -> {
                    return ofBytes(values);
                }
                case UINT8, BOOL -> {
                    return ofBytes("uint8_t", values.toBytes());
                }
                case INT16 -> {
                    short[] shorts = new short[count];
                    values.asShorts().get(shorts);
                    return ofShorts(shorts);
                }
                case INT32 -> {
                    int[] ints = new int[count];
                    values.asInts().get(ints);
                    return ofInts(ints);
                }
                case INT64 -> {
                    long[] longs = new long[count];
                    values.asLongs().get(longs);
                    return ofLongs(longs);
                }
                case FLOAT32 -> {
                    float[] floats = new float[count];
                    values.asFloats().get(floats);
                    return ofFloats(floats);
                }
                default -> throw new IllegalStateException("no table for a constant of " + constant.type());
            }
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
