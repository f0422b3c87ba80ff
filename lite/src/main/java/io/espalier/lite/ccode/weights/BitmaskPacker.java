// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.weights;

import java.util.Optional;
import java.util.stream.Stream;

/** For eight weights a bit each, one for those that are not zero, and then the values of those. */
final class BitmaskPacker implements Packer {

    @Override
    public Optional<Packing> pack(Rows rows) {
        byte[] distinct = rows.distinct(false);
        return Stream.concat(
                        Stream.of(Values.PLAIN),
                        Stream.of(distinct).filter(Values::fits).map(Values::indices))
                .map(values -> packing(rows, values))
                .reduce((one, other) -> one.bytes() <= other.bytes() ? one : other);
    }

    private static Packing packing(Rows rows, Values values) {
        BitWriter bits = new BitWriter();
        for (int row = 0; row < rows.count(); row++) {
            for (int start = 0; start < rows.length(); start += Byte.SIZE) {
                int end = Math.min(start + Byte.SIZE, rows.length());
                for (int position = start; position < end; position++) {
                    bits.write(rows.get(row, position) == 0 ? 0 : 1, 1);
                }
                for (int position = start; position < end; position++) {
                    if (rows.get(row, position) != 0) {
                        bits.write(values.bits(rows.get(row, position)), values.width());
                    }
                }
            }
        }
        return Packing.of(Form.BITMASK, bits.toBytes(0), values.table(), values.width(), 0, 0);
    }

    @Override
    public Rows unpack(Packing packing, int rows, int length) {
        BitReader bits = new BitReader(packing.stored());
        byte[] values = new byte[rows * length];
        for (int row = 0; row < rows; row++) {
            for (int start = 0; start < length; start += Byte.SIZE) {
                int count = Math.min(Byte.SIZE, length - start);
                int mask = bits.read(count);
                for (int place = 0; place < count; place++) {
                    if (((mask >> (count - 1 - place)) & 1) != 0) {
                        values[row * length + start + place] = Values.value(packing, bits.read(packing.width()));
                    }
                }
            }
        }
        return new Rows(values, rows);
    }
}
