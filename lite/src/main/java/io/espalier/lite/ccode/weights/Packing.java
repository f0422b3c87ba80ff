// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.weights;

import io.espalier.lite.ccode.program.Constant;
import io.espalier.lite.ccode.program.Constant.Function;
import io.espalier.lite.ccode.program.Constant.Table;
import io.espalier.lite.ccode.program.Constant.Whole;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Weights in a form that C unpacks row by row: the struct of the kernel file {@code unpack}. Arrays that a form does not need are empty.
 *
 * @param stored all rows
 * @param values by index
 * @param code of values
 * @param runs the code of runs of zeros
 * @param runLengths by the numbers of its words
 * @param width bits of a value or an index
 * @param gap bits of a run; for Huffman codes, the zeros of a run without value
 * @param stride indices from one row's values to the next row's
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Packing(
        Form form,
        byte[] stored,
        byte[] values,
        int[] code,
        int[] runs,
        byte[] runLengths,
        int width,
        int gap,
        int stride) {
    private static final byte[] NO_BYTES = {};
    private static final int[] NO_CODE = {};

    /** Values or indices of some bits. */
    static Packing of(Form form, byte[] stored, byte[] values, int width, int gap, int stride) {
        return new Packing(form, stored, values, NO_CODE, NO_CODE, NO_BYTES, width, gap, stride);
    }

    /** The bytes of the rows. */
    int storedBytes() {
        return stored.length;
    }

    /** The bytes of values and codes. */
    int tableBytes() {
        return values.length + runLengths.length + Short.BYTES * (code.length + runs.length);
    }

    int bytes() {
        return storedBytes() + tableBytes();
    }

    /** What users read. */
    String title() {
        String values = width == Byte.SIZE ? "values of 8 bits" : "indices of " + width + " bits";
        return switch (form) {
            case INT4 -> "int4";
            case LUT -> "lut, " + width + " bits" + (stride > 0 ? ", a table for each channel" : "");
            case BITMASK -> "bitmask, " + values;
            case RUN_LENGTH -> "run-length, runs of " + gap + " bits, " + values;
            case SPARSE ->
                "run-length in bytes, "
                        + (this.values.length > 0 ? "indices of " + width + " bits" : "values of 8 bits");
            case HUFFMAN -> runs.length > 0 ? "huffman of runs and values" : "huffman of values";
        };
    }

    /** The fields of the struct. */
    Map<String, Constant> fields() {
        Map<String, Constant> fields = new HashMap<>();
        fields.put("stored", Table.ofBytes("uint8_t", stored));
        fields.put("values", bytes("int8_t", values));
        if (form == Form.SPARSE) {
            fields.put("index_bits", new Whole(width));
            return fields;
        }
        fields.put("unpack", new Function(form.function()));
        fields.put("code", words(code));
        fields.put("runs", words(runs));
        fields.put("run_lengths", bytes("uint8_t", runLengths));
        fields.put("width", new Whole(width));
        fields.put("gap", new Whole(gap));
        fields.put("stride", new Whole(stride));
        return fields;
    }

    private static Constant bytes(String type, byte[] bytes) {
        return bytes.length == 0 ? new Whole(0) : Table.ofBytes(type, bytes);
    }

    private static Constant words(int[] words) {
        return words.length == 0
                ? new Whole(0)
                : new Table(
                        "uint16_t",
                        words.length * Short.BYTES,
                        Arrays.stream(words).mapToObj(Integer::toString).toArray(String[]::new));
    }
}
