// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.weights;

import java.util.Optional;

/**
 * Estimated instructions of a Cortex-M4 for the products of an operator and for unpacking its weights. The numbers for one weight or product are read
 * off the loops as arm-none-eabi-gcc 12.2 compiles them with -Os, some of them counted in QEMU: they rank forms, and are no measurement.
 */
final class Cost {
    private static final double PAIR_OF_PIXELS = 1.7;
    private static final double PAIR_OF_CHANNELS = 2.3;
    private static final double ROW = 3.3;
    private static final double DEPTHWISE = 3.5;
    private static final double SPARSE_ENTRY = 10;
    private static final double SPARSE_PIXEL = 3;
    private static final double SPARSE_ROW = 20;

    private Cost() {}

    /** In one run of the model; without a packing, for plain weights. */
    static long of(Weighted weighted, Optional<Packing> packing) {
        double runs = (double) weighted.calls() * weighted.pixels();
        double products = runs * weighted.rows().values().length;
        if (packing.isPresent() && packing.get().form() == Form.SPARSE) {
            int together = weighted.window() == 1
                    ? Math.min(Weighted.SPARSE_TOGETHER, weighted.pixels())
                    : Math.min(Weighted.SPARSE_TOGETHER, weighted.window());
            together = together < Weighted.SPARSE_TOGETHER ? 1 : together;
            double entry = SPARSE_ENTRY / together + SPARSE_PIXEL;
            return Math.round(runs
                    * (entry * weighted.rows().nonzero()
                            + SPARSE_ROW / together * weighted.rows().count()));
        }
        if (weighted.isDepthwise()) {
            double unpacked = packing.map(known -> weighted.calls() * unpack(weighted.rows(), known))
                    .orElse(0.0);
            return Math.round(products * DEPTHWISE + unpacked);
        }
        if (packing.isEmpty()) {
            return Math.round(products * (weighted.pixels() > 1 ? PAIR_OF_PIXELS : PAIR_OF_CHANNELS));
        }
        return Math.round(products * ROW + (double) weighted.calls() * unpack(weighted.rows(), packing.get()));
    }

    /** To unpack all rows once. */
    private static double unpack(Rows rows, Packing packing) {
        double all = rows.values().length;
        double nonzero = rows.nonzero();
        return switch (packing.form()) {
            case INT4 -> 17 * all;
            case LUT -> 18 * all;
            case BITMASK -> 9 * all + 28 * nonzero;
            case RUN_LENGTH -> 2 * all + 45 * nonzero;
            case HUFFMAN -> packing.runs().length > 0 ? 2 * all + 80 * nonzero : 42 * all;
            case SPARSE -> 0;
        };
    }
}
