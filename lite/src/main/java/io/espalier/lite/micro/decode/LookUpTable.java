// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.micro.decode;

import io.espalier.lite.Buffer;
import io.espalier.lite.InvalidGraphException;
import io.espalier.lite.Tensor;
import io.espalier.lite.schema.TensorType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A tensor as indices into tables of its values, one table for each channel.
 *
 * @param bits of an index, 1 to {@link #MOST_BITS}
 * @param stride values from the start of a table to that of the next: as many as the longest table has, the others end in zeros
 * @param indices packed, the highest bit first
 * @param values of all tables
 */
record LookUpTable(int bits, int stride, Buffer indices, Buffer values) {
    /** TFLite Micro's kMaxBitWidth. */
    static final int MOST_BITS = 7;

    /** TFLite Micro's kMaxValueTableChannelStride. */
    static final int MOST_VALUES = 1 << MOST_BITS;

    /** Empty if a channel has more than {@link #MOST_VALUES} values. */
    static Optional<LookUpTable> of(Tensor tensor, Channels channels) {
        TensorType type = tensor.type();
        ByteBuffer bytes = tensor.buffer().asByteBuffer();
        List<Map<Long, Integer>> tables = new ArrayList<>();
        for (int channel = 0; channel < channels.count(); channel++) {
            tables.add(new TreeMap<>(Elements.order(type)));
        }
        for (int element = 0; element < channels.elements(); element++) {
            Map<Long, Integer> table = tables.get(channels.of(element));
            table.put(Elements.get(type, bytes, element), 0);
            if (table.size() > MOST_VALUES) {
                return Optional.empty();
            }
        }
        int stride = tables.stream().mapToInt(Map::size).max().orElseThrow();
        long[] values = new long[stride * tables.size()];
        for (int channel = 0; channel < tables.size(); channel++) {
            int place = channel * stride;
            for (Map.Entry<Long, Integer> entry : tables.get(channel).entrySet()) {
                entry.setValue(place - channel * stride);
                values[place++] = entry.getKey();
            }
        }
        int bits = BitPacking.bitsFor(stride - 1);
        Buffer indices = BitPacking.pack(
                channels.elements(),
                bits,
                element -> tables.get(channels.of(element)).get(Elements.get(type, bytes, element)));
        return Optional.of(new LookUpTable(bits, stride, indices, Elements.of(type, values)));
    }

    /**
     * The elements that it stands for.
     *
     * @throws InvalidGraphException if there are fewer indices or values than the tensor needs
     */
    Buffer decoded(TensorType type, Channels channels) {
        require(bits >= 1 && bits <= MOST_BITS, "indices of " + bits + " bits; they have 1 to " + MOST_BITS);
        require(
                indices.size() >= BitPacking.bytes(channels.elements(), bits),
                indices.size() + " bytes of indices for " + channels.elements() + " elements of " + bits + " bits");
        int held = values.size() / (type.bits() / 8);
        require(
                (long) stride * channels.count() <= held,
                held + " values for " + channels.count() + " tables of " + stride);
        ByteBuffer bytes = Elements.allocate(type, channels.elements());
        ByteBuffer known = values.asByteBuffer();
        for (int element = 0; element < channels.elements(); element++) {
            int index = BitPacking.get(indices, bits, element);
            require(index < stride, "index " + index + " of element " + element + " in a table of " + stride);
            Elements.put(type, bytes, element, Elements.get(type, known, channels.of(element) * stride + index));
        }
        return Buffer.view(bytes);
    }

    private static void require(boolean isTrue, String problem) {
        if (!isTrue) {
            throw new InvalidGraphException("A look-up table has " + problem);
        }
    }
}
