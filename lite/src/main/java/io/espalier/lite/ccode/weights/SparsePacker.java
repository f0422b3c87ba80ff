// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.weights;

import java.io.ByteArrayOutputStream;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * For each row the number of its entries in two bytes, the low one first, and then the entries: a number of zeros and a value. Where there are few values,
 * an entry is a byte, of which an index into the values takes the low bits; otherwise it is two. A value that is zero makes a run longer.
 */
final class SparsePacker implements Packer {
    private static final int WIDEST_INDEX = 6;
    private static final int MOST_ENTRIES = 0xffff;

    @Override
    public Optional<Packing> pack(Rows rows) {
        if (rows.length() > MOST_ENTRIES) {
            return Optional.empty();
        }
        byte[] distinct = rows.distinct(true);
        return Stream.concat(
                        Stream.of(Values.PLAIN),
                        Stream.of(distinct)
                                .filter(values -> Values.width(values.length) <= WIDEST_INDEX)
                                .map(Values::indices))
                .map(values -> packing(rows, values))
                .reduce((one, other) -> one.bytes() <= other.bytes() ? one : other);
    }

    private static Packing packing(Rows rows, Values values) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        int longest = values.width() == Byte.SIZE ? 0xff : (1 << (Byte.SIZE - values.width())) - 1;
        for (int row = 0; row < rows.count(); row++) {
            ByteArrayOutputStream entries = new ByteArrayOutputStream();
            int end = end(rows, row);
            int count = 0;
            int run = 0;
            for (int position = 0; position < end; position++) {
                byte value = rows.get(row, position);
                if (value == 0 && run < longest) {
                    run++;
                } else {
                    write(entries, values, run, value);
                    count++;
                    run = 0;
                }
            }
            all.write(count & 0xff);
            all.write(count >> Byte.SIZE);
            all.writeBytes(entries.toByteArray());
        }
        return Packing.of(Form.SPARSE, all.toByteArray(), values.table(), values.width(), 0, 0);
    }

    /** The position after the last weight that is not zero. */
    private static int end(Rows rows, int row) {
        int end = rows.length();
        while (end > 0 && rows.get(row, end - 1) == 0) {
            end--;
        }
        return end;
    }

    private static void write(ByteArrayOutputStream entries, Values values, int run, byte value) {
        if (values.width() == Byte.SIZE) {
            entries.write(run);
            entries.write(value);
        } else {
            entries.write((run << values.width()) | values.bits(value));
        }
    }

    @Override
    public Rows unpack(Packing packing, int rows, int length) {
        byte[] values = new byte[rows * length];
        byte[] stored = packing.stored();
        int at = 0;
        for (int row = 0; row < rows; row++) {
            int count = (stored[at] & 0xff) | ((stored[at + 1] & 0xff) << Byte.SIZE);
            at += 2;
            int position = row * length;
            for (; count > 0; count--) {
                int entry = stored[at++] & 0xff;
                boolean indexed = packing.values().length > 0;
                position += indexed ? entry >> packing.width() : entry;
                values[position++] = indexed ? packing.values()[entry & ((1 << packing.width()) - 1)] : stored[at++];
            }
        }
        return new Rows(values, rows);
    }
}
