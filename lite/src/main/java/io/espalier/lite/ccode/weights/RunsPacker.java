// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.weights;

import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The length of each run of zeros, and the value after it. The longest length has no value after it; nor has a run that ends a row. */
final class RunsPacker implements Packer {
    private static final int NARROWEST = 2;

    @Override
    public Optional<Packing> pack(Rows rows) {
        byte[] distinct = rows.distinct(false);
        return Stream.concat(
                        Stream.of(Values.PLAIN),
                        Stream.of(distinct).filter(Values::fits).map(Values::indices))
                .flatMap(values ->
                        IntStream.rangeClosed(NARROWEST, Byte.SIZE).mapToObj(gap -> packing(rows, values, gap)))
                .reduce((one, other) -> one.bytes() <= other.bytes() ? one : other);
    }

    private static Packing packing(Rows rows, Values values, int gap) {
        BitWriter bits = new BitWriter();
        int longest = (1 << gap) - 1;
        for (int row = 0; row < rows.count(); row++) {
            int run = 0;
            for (int position = 0; position < rows.length(); position++) {
                byte value = rows.get(row, position);
                if (value != 0) {
                    bits.write(run, gap);
                    bits.write(values.bits(value), values.width());
                    run = 0;
                } else if (++run == longest) {
                    bits.write(longest, gap);
                    run = 0;
                }
            }
            if (run > 0) {
                bits.write(run, gap);
            }
        }
        return Packing.of(Form.RUN_LENGTH, bits.toBytes(0), values.table(), values.width(), gap, 0);
    }

    @Override
    public Rows unpack(Packing packing, int rows, int length) {
        BitReader bits = new BitReader(packing.stored());
        byte[] values = new byte[rows * length];
        for (int row = 0; row < rows; row++) {
            int position = 0;
            while (position < length) {
                int run = bits.read(packing.gap());
                position += run;
                if (run != (1 << packing.gap()) - 1 && position < length) {
                    values[row * length + position++] = Values.value(packing, bits.read(packing.width()));
                }
            }
        }
        return new Rows(values, rows);
    }
}
