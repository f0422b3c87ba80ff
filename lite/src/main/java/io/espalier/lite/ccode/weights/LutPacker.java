// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.weights;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/** Indices into a table of all values, or into one table for each row where that is smaller. */
final class LutPacker implements Packer {

    @Override
    public Optional<Packing> pack(Rows rows) {
        return Stream.of(together(rows), apart(rows))
                .flatMap(Optional::stream)
                .reduce((one, other) -> one.bytes() <= other.bytes() ? one : other);
    }

    private static Optional<Packing> together(Rows rows) {
        byte[] distinct = rows.distinct(true);
        return Values.fits(distinct)
                ? Optional.of(packing(rows, distinct, Values.width(distinct.length), 0))
                : Optional.empty();
    }

    private static Optional<Packing> apart(Rows rows) {
        int most = 0;
        for (int row = 0; row < rows.count(); row++) {
            byte[] distinct = rows.distinct(row);
            if (!Values.fits(distinct)) {
                return Optional.empty();
            }
            most = Math.max(most, distinct.length);
        }
        byte[] tables = new byte[rows.count() * most];
        for (int row = 0; row < rows.count(); row++) {
            byte[] distinct = rows.distinct(row);
            System.arraycopy(distinct, 0, tables, row * most, distinct.length);
        }
        return Optional.of(packing(rows, tables, Values.width(most), most));
    }

    private static Packing packing(Rows rows, byte[] tables, int width, int stride) {
        BitWriter bits = new BitWriter();
        for (int row = 0; row < rows.count(); row++) {
            byte[] distinct = stride == 0 ? tables : rows.distinct(row);
            for (int position = 0; position < rows.length(); position++) {
                bits.write(Arrays.binarySearch(distinct, rows.get(row, position)), width);
            }
        }
        return Packing.of(Form.LUT, bits.toBytes(0), tables, width, 0, stride);
    }

    @Override
    public Rows unpack(Packing packing, int rows, int length) {
        BitReader bits = new BitReader(packing.stored());
        byte[] values = new byte[rows * length];
        for (int index = 0; index < values.length; index++) {
            values[index] = packing.values()[index / length * packing.stride() + bits.read(packing.width())];
        }
        return new Rows(values, rows);
    }
}
