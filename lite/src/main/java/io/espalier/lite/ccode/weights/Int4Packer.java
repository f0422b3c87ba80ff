// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.weights;

import java.util.Optional;

/** Two values from -8 to 7 in a byte. */
final class Int4Packer implements Packer {
    private static final int BITS = 4;
    private static final int LARGEST = 7;

    @Override
    public Optional<Packing> pack(Rows rows) {
        BitWriter bits = new BitWriter();
        for (byte value : rows.values()) {
            if (value > LARGEST || value < -LARGEST - 1) {
                return Optional.empty();
            }
            bits.write(value, BITS);
        }
        return Optional.of(Packing.of(Form.INT4, bits.toBytes(0), new byte[0], BITS, 0, 0));
    }

    @Override
    public Rows unpack(Packing packing, int rows, int length) {
        BitReader bits = new BitReader(packing.stored());
        byte[] values = new byte[rows * length];
        for (int index = 0; index < values.length; index++) {
            values[index] = (byte) ((bits.read(BITS) ^ (LARGEST + 1)) - LARGEST - 1);
        }
        return new Rows(values, rows);
    }
}
