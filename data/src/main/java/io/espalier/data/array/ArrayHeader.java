// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.array;

import io.espalier.data.DataFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * What the header of an array's file says, checked for plausibility before anything is allocated.
 *
 * @param bytes how many bytes the numbers take in the file
 */
record ArrayHeader(StoredType type, ByteOrder order, List<Integer> shape, long bytes) {
    private static final int LARGEST_BUFFER = Integer.MAX_VALUE - 64;

    /**
     * @param dimensions as the file says, perhaps negative or absurd
     * @param where names the file in messages
     */
    public static ArrayHeader of(StoredType type, ByteOrder order, List<Long> dimensions, String where) {
        boolean empty = dimensions.contains(0L);
        long bytes = Math.max(type.bytes(), type.element().bytes());
        long rowBytes = bytes;
        for (int i = 0; i < dimensions.size(); i++) {
            // Zeros do not hide the other dimensions: an empty array may still have a row too large to address.
            long dimension = Math.max(1, dimensions.get(i));
            if (dimensions.get(i) < 0 || dimension > Integer.MAX_VALUE || bytes > Long.MAX_VALUE / dimension) {
                throw new DataFormatException(where + ": the header contains the invalid shape " + dimensions);
            }
            bytes *= dimension;
            rowBytes = i == 0 ? rowBytes : Math.min(rowBytes, Integer.MAX_VALUE) * dimension;
        }
        if (rowBytes > LARGEST_BUFFER) {
            throw new DataFormatException(where + ": the header has shape " + dimensions + " of " + type
                    + "; one example must be smaller than 2 GiB");
        }
        List<Integer> shape = dimensions.stream().map(Math::toIntExact).toList();
        return new ArrayHeader(
                type,
                order,
                shape,
                empty ? 0 : bytes / Math.max(type.bytes(), type.element().bytes()) * type.bytes());
    }

    /** @throws DataFormatException unless exactly the numbers that the header promises are there */
    void requireLength(long actual, String where) {
        if (actual == bytes) {
            return;
        }
        String relation = actual < bytes ? "truncated" : "longer than its header says";
        throw new DataFormatException(where + ": " + relation + ": shape " + shape + " of " + type + " needs " + bytes
                + " bytes after the header, but there are " + (actual < bytes ? "" : "at least ") + actual);
    }

    /** Decodes the rest of a buffer; bytes are not copied. */
    public NumericArray decode(ByteBuffer rest, String where) {
        requireLength(rest.remaining(), where);
        requireMemory(where);
        return NumericArray.decode(type, shape, rest.slice().order(order));
    }

    /** Decodes a stream to its end. */
    public NumericArray read(InputStream stream, String where) throws IOException {
        requireMemory(where);
        // readNBytes grows with what arrives, so a header that promises too much allocates nothing.
        byte[] numbers = stream.readNBytes((int) bytes);
        requireLength(numbers.length == bytes && stream.read() >= 0 ? bytes + 1 : numbers.length, where);
        ByteBuffer direct = ByteBuffer.allocateDirect(numbers.length);
        return NumericArray.decode(type, shape, direct.put(numbers).flip().order(order));
    }

    private void requireMemory(String where) {
        if (Math.max(bytes, bytes / type.bytes() * type.element().bytes()) > LARGEST_BUFFER) {
            throw new DataFormatException(where + ": shape " + shape + " of " + type
                    + " is too large for memory; save each array of more than 2 GiB as a separate .npy file");
        }
    }
}
