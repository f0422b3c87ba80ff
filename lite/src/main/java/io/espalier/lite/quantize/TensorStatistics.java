// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize;

import io.espalier.lite.Buffer;
import io.espalier.lite.Graph;
import io.espalier.lite.Graph.Metadata;
import io.espalier.lite.Ints;
import io.espalier.lite.schema.TensorType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What the metadata of TensorFlow Lite say of the values of inputs and outputs: the least and the greatest. Where a tensor becomes an integer,
 * these become the ends of its type. All else stays, for quantized models share it with the float model: how a caller normalizes an image, which
 * is quantized after that, and the labels.
 *
 * <p>The new statistics are appended, and the tensor's entry is pointed to them, so that nothing else in the bytes moves.
 *
 * @see <a href="https://github.com/tensorflow/tflite-support/blob/v0.4.4/tensorflow_lite_support/metadata/metadata_schema.fbs">the schema, tables
 *     Stats and NormalizationOptions</a>
 */
final class TensorStatistics {
    private static final String IDENTIFIER = "M001";
    private static final int SUBGRAPHS = 3;
    private static final int INPUTS = 2;
    private static final int OUTPUTS = 3;
    private static final int STATS = 5;
    private static final int MAX = 0;
    private static final int MIN = 1;
    private static final int VTABLE_ENTRIES = 4;
    private static final int VTABLE_BYTES = 8;
    private static final int TABLE_BYTES = 12;

    private final int end;
    private ByteBuffer bytes;

    private TensorStatistics(byte[] original) {
        this.end = original.length;
        this.bytes = ByteBuffer.wrap(original.clone()).order(ByteOrder.LITTLE_ENDIAN);
        bytes.position(end);
    }

    /** The quantized graph with statistics that fit its inputs and outputs; as it is if there are none, or if they are damaged. */
    static Graph fitted(Graph given, Graph quantized) {
        Optional<Metadata> entry = quantized.metadata(Metadata.DEPLOYMENT);
        if (entry.isEmpty()) {
            return quantized;
        }
        try {
            return fitted(given, quantized, entry.get());
        } catch (IndexOutOfBoundsException e) {
            // An offset leads out of the metadata: no reader could make sense of them before either.
            return quantized;
        }
    }

    private static Graph fitted(Graph given, Graph quantized, Metadata entry) {
        byte[] original = entry.buffer().toBytes();
        if (!isKnown(original)) {
            return quantized;
        }
        TensorStatistics statistics = new TensorStatistics(original);
        statistics.fit(
                INPUTS,
                given,
                given.main().inputs(),
                quantized,
                quantized.main().inputs());
        statistics.fit(
                OUTPUTS,
                given,
                given.main().outputs(),
                quantized,
                quantized.main().outputs());
        byte[] changed = new byte[statistics.bytes.position()];
        statistics.bytes.get(0, changed);
        return changed.length == original.length
                ? quantized
                : quantized.withMetadata(new Metadata(Metadata.DEPLOYMENT, Buffer.ofBytes(changed)));
    }

    private static boolean isKnown(byte[] metadata) {
        return metadata.length >= 8 && new String(metadata, 4, 4, StandardCharsets.ISO_8859_1).equals(IDENTIFIER);
    }

    private void fit(int slot, Graph given, Ints before, Graph quantized, Ints after) {
        int subgraphs = vector(follow(0), SUBGRAPHS);
        int entries = subgraphs < 0 || length(subgraphs) == 0 ? -1 : vector(element(subgraphs, 0), slot);
        for (int place = 0; entries >= 0 && place < Math.min(length(entries), before.size()); place++) {
            TensorType type = quantized.main().tensor(after.get(place)).type();
            if (given.main().tensor(before.get(place)).type() != type) {
                replace(element(entries, place), type);
            }
        }
    }

    private void replace(int tensor, TensorType type) {
        int field = field(tensor, STATS);
        if (field < 0) {
            return;
        }
        int stats = follow(field);
        int most = vector(stats, MAX);
        int least = vector(stats, MIN);
        switch (type) {
            case UINT8 -> append(field, most, 255, least, 0);
            case INT8 -> append(field, most, Byte.MAX_VALUE, least, Byte.MIN_VALUE);
            case INT16 -> append(field, most, Short.MAX_VALUE, least, Short.MIN_VALUE);
            default -> {
                // No other type comes of quantization.
            }
        }
    }

    /** A table of two vectors, as long as those that were there. */
    private void append(int field, int most, float greatest, int least, float smallest) {
        int vtable = roundedUp(bytes.position());
        grow(vtable + VTABLE_BYTES + TABLE_BYTES + size(most) + size(least));
        bytes.position(vtable);
        int table = vtable + VTABLE_BYTES;
        bytes.putShort((short) VTABLE_BYTES).putShort((short) TABLE_BYTES);
        bytes.putShort((short) (most < 0 ? 0 : Integer.BYTES)).putShort((short) (least < 0 ? 0 : 2 * Integer.BYTES));
        bytes.putInt(VTABLE_BYTES).putInt(0).putInt(0);
        appendVector(table + Integer.BYTES, most, greatest);
        appendVector(table + 2 * Integer.BYTES, least, smallest);
        bytes.putInt(field, table - field);
    }

    private void grow(int size) {
        byte[] longer = new byte[size];
        bytes.get(0, longer, 0, bytes.position());
        bytes = ByteBuffer.wrap(longer).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static int roundedUp(int place) {
        return (place + Float.BYTES - 1) / Float.BYTES * Float.BYTES;
    }

    private int size(int vector) {
        return vector < 0 ? 0 : Integer.BYTES + length(vector) * Float.BYTES;
    }

    private void appendVector(int field, int old, float value) {
        if (old < 0) {
            return;
        }
        bytes.putInt(field, bytes.position() - field);
        int length = length(old);
        bytes.putInt(length);
        for (int i = 0; i < length; i++) {
            bytes.putFloat(value);
        }
    }

    /** The vector that a field leads to; -1 without the field. */
    private int vector(int table, int slot) {
        int field = field(table, slot);
        return field < 0 ? -1 : follow(field);
    }

    private int length(int vector) {
        int length = bytes.getInt(vector);
        check(vector + Integer.BYTES, (long) length * Integer.BYTES);
        return length;
    }

    private int element(int vector, int index) {
        return follow(vector + Integer.BYTES + index * Integer.BYTES);
    }

    /** The place of a field; -1 if the table lacks it. */
    private int field(int table, int slot) {
        int vtable = table - bytes.getInt(table);
        check(vtable, Integer.BYTES);
        int entry = VTABLE_ENTRIES + slot * Short.BYTES;
        int offset = entry < Short.toUnsignedInt(bytes.getShort(vtable))
                ? Short.toUnsignedInt(bytes.getShort(vtable + entry))
                : 0;
        return offset == 0 ? -1 : table + offset;
    }

    private int follow(int place) {
        check(place, Integer.BYTES);
        int target = place + bytes.getInt(place);
        check(target, Integer.BYTES);
        return target;
    }

    private void check(int start, long size) {
        if (start < 0 || size < 0 || start + size > end) {
            throw new IndexOutOfBoundsException(start);
        }
    }
}
