// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.array;

import io.espalier.data.DataFormatException;
import io.espalier.data.ElementType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The header of an npy file: six magic bytes, the version, the length of a Python dictionary, and that dictionary.
 *
 * @param type NumPy's code without the byte order, such as f4 for float32 and U9 for text of up to nine characters
 * @param shape as the file says, perhaps absurd
 * @param length the offset of the first element in the file
 */
record NpyHeader(String type, ByteOrder order, List<Long> shape, long length) {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int LONGEST = 1 << 20;
    private static final int ALIGNMENT = 64;
    private static final Pattern TYPE = Pattern.compile("'descr'\\s*:\\s*'([<>|=]?)([a-zA-Z]\\d*)'");
    private static final Pattern TEXT = Pattern.compile("[US]\\d{1,9}");
    private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
    private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([0-9L,\\s]*)\\)");

    /** Reads the header and leaves the stream at the first element. */
    static NpyHeader read(InputStream stream, String where) throws IOException {
        byte[] magic = stream.readNBytes(MAGIC.length);
        if (!Arrays.equals(magic, MAGIC)) {
            throw new DataFormatException(where + ": not an npy file: it does not start with \\x93NUMPY");
        }
        byte[] version = exactly(2, stream, where);
        int lengthBytes = switch (version[0]) {
            case 1 -> 2;
            case 2, 3 -> 4;
            default ->
                throw new DataFormatException(where + ": npy version " + version[0] + "." + version[1]
                        + " is not supported; expected 1.0, 2.0 or 3.0");
        };
        long textBytes = littleEndian(exactly(lengthBytes, stream, where));
        if (textBytes > LONGEST) {
            throw new DataFormatException(where + ": invalid header length of " + textBytes + " bytes");
        }
        String text = new String(exactly((int) textBytes, stream, where), StandardCharsets.UTF_8);
        return parse(text, MAGIC.length + 2L + lengthBytes + textBytes, where);
    }

    /** @throws DataFormatException unless it is an array of numbers, of a type that is supported */
    ArrayHeader numbers(String where) {
        StoredType stored = storedType();
        if (isText()) {
            throw new DataFormatException(where + ": contains text, but numbers are expected here");
        }
        if (stored == null) {
            throw new DataFormatException(where + ": elements of type " + type + " are not supported; save numbers as "
                    + "uint8, int32, int64 or float32, and text as an array of strings, not of objects");
        }
        return ArrayHeader.of(stored, order, shape, where);
    }

    /** Whether the elements are strings of characters or bytes. */
    boolean isText() {
        return TEXT.matcher(type).matches();
    }

    /** @throws DataFormatException if that much text cannot be read */
    TextHeader text(String where) {
        return TextHeader.of(type.charAt(0) == 'U', Integer.parseInt(type.substring(1)), order, shape, where);
    }

    /** What stands before the numbers of an array in a file of version 1, in the machine's byte order. */
    static byte[] bytes(NumericArray array) {
        String dimensions = array.shape().stream().map(String::valueOf).collect(Collectors.joining(", "));
        String text = "{'descr': '" + code(array.type()) + "', 'fortran_order': False, 'shape': (" + dimensions
                + (array.shape().size() == 1 ? "," : "") + "), }";
        int before = MAGIC.length + 4;
        int length = (before + text.length() + ALIGNMENT) / ALIGNMENT * ALIGNMENT;
        ByteBuffer header = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        Arrays.fill(header.array(), (byte) ' ');
        header.put(MAGIC).put((byte) 1).put((byte) 0).putShort((short) (length - before));
        header.put(text.getBytes(StandardCharsets.US_ASCII));
        return header.put(length - 1, (byte) '\n').array();
    }

    private static String code(ElementType type) {
        char order = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? '<' : '>';
        return switch (type) {
            case UINT8 -> "|u1";
            case INT32 -> order + "i4";
            case INT64 -> order + "i8";
            case FLOAT32 -> order + "f4";
        };
    }

    private static NpyHeader parse(String text, long length, String where) {
        Matcher type = find(TYPE, text, where);
        List<Long> shape = new ArrayList<>();
        for (String dimension : find(SHAPE, text, where).group(1).split(",")) {
            if (!dimension.isBlank()) {
                shape.add(dimension(dimension.strip().replace("L", ""), where));
            }
        }
        boolean columnMajor = find(ORDER, text, where).group(1).equals("True");
        if (columnMajor && shape.size() > 1) {
            throw new DataFormatException(where
                    + ": the array is in Fortran order; convert it with numpy.ascontiguousarray before you save it");
        }
        ByteOrder order = switch (type.group(1)) {
            case "<" -> ByteOrder.LITTLE_ENDIAN;
            case ">" -> ByteOrder.BIG_ENDIAN;
            default -> ByteOrder.nativeOrder();
        };
        return new NpyHeader(type.group(2), order, List.copyOf(shape), length);
    }

    private static long dimension(String digits, String where) {
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException e) {
            throw new DataFormatException(where + ": the header contains the invalid dimension '" + digits + "'", e);
        }
    }

    private static Matcher find(Pattern pattern, String text, String where) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            String shown = text.substring(0, Math.min(text.length(), 200)).strip();
            throw new DataFormatException(
                    where + ": the npy header is incomplete, or describes a structured array: " + shown);
        }
        return matcher;
    }

    private @Nullable StoredType storedType() {
        return switch (type) {
            case "b1" -> StoredType.BOOL;
            case "u1" -> StoredType.UINT8;
            case "i1" -> StoredType.INT8;
            case "u2" -> StoredType.UINT16;
            case "i2" -> StoredType.INT16;
            case "i4" -> StoredType.INT32;
            case "u4" -> StoredType.UINT32;
            case "i8" -> StoredType.INT64;
            case "f2" -> StoredType.FLOAT16;
            case "f4" -> StoredType.FLOAT32;
            case "f8" -> StoredType.FLOAT64;
            default -> null;
        };
    }

    private static long littleEndian(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        return bytes.length == 2 ? buffer.getChar() : Integer.toUnsignedLong(buffer.getInt());
    }

    private static byte[] exactly(int count, InputStream stream, String where) throws IOException {
        byte[] bytes = stream.readNBytes(count);
        if (bytes.length < count) {
            throw new DataFormatException(where + ": truncated in the npy header");
        }
        return bytes;
    }
}
