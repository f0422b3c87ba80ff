// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.project;

import java.util.Locale;
import java.util.function.IntFunction;

/**
 * Values of an input or output, as C writes them.
 *
 * @param type of the elements in C, such as {@code int8_t}
 * @param size how many there are
 * @param initializer the values with commas between them, in lines
 */
public record CArray(String type, int size, String initializer) {
    private static final int IN_LINE = 20;

    /** Elements of type int8_t. */
    public static CArray of(byte[] values) {
        return of("int8_t", values.length, index -> String.valueOf(values[index]));
    }

    /** Elements of type uint8_t, given by their bits. */
    public static CArray ofUnsigned(byte[] values) {
        return of("uint8_t", values.length, index -> String.valueOf(Byte.toUnsignedInt(values[index])));
    }

    /** Elements of type int16_t. */
    public static CArray of(short[] values) {
        return of("int16_t", values.length, index -> String.valueOf(values[index]));
    }

    /** Elements of type int32_t. */
    public static CArray of(int[] values) {
        // C has no negative literals, and the smallest number has no positive one.
        return of(
                "int32_t",
                values.length,
                index -> values[index] == Integer.MIN_VALUE
                        ? "-" + Integer.MAX_VALUE + " - 1"
                        : String.valueOf(values[index]));
    }

    /**
     * Elements of type float.
     *
     * @throws ProjectException if one is not finite
     */
    public static CArray of(float[] values) {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw new ProjectException(String.format(
                        Locale.US,
                        "the test of a project needs finite values, and has %s; give it another input",
                        value));
            }
        }
        return of("float", values.length, index -> values[index] + "f");
    }

    boolean isFloat() {
        return type.equals("float");
    }

    private static CArray of(String type, int size, IntFunction<String> value) {
        StringBuilder text = new StringBuilder();
        for (int index = 0; index < size; index++) {
            if (index > 0) {
                text.append(index % IN_LINE == 0 ? ",\n    " : ", ");
            }
            text.append(value.apply(index));
        }
        return new CArray(type, size, text.toString());
    }
}
