// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.weights;

import io.espalier.lite.ccode.settings.Compression;
import java.util.Optional;

/** A way to store weights. */
enum Form {
    INT4(Compression.INT4, "unpack_int4"),
    LUT(Compression.LUT, "unpack_lut"),
    BITMASK(Compression.BITMASK, "unpack_bitmask"),
    RUN_LENGTH(Compression.RUN_LENGTH, "unpack_runs"),

    /** Run lengths in whole bytes, which kernels multiply with while they read them. */
    SPARSE(Compression.RUN_LENGTH, ""),
    HUFFMAN(Compression.HUFFMAN, "unpack_huffman");

    private final Compression compression;
    private final String function;

    Form(Compression compression, String function) {
        this.compression = compression;
        this.function = function;
    }

    Compression compression() {
        return compression;
    }

    /** The function of C that unpacks a row. */
    String function() {
        return function;
    }

    private Packer packer() {
        return switch (this) {
            case INT4 -> new Int4Packer();
            case LUT -> new LutPacker();
            case BITMASK -> new BitmaskPacker();
            case RUN_LENGTH -> new RunsPacker();
            case SPARSE -> new SparsePacker();
            case HUFFMAN -> new HuffmanPacker();
        };
    }

    /** Packs weights with the parameters that need the fewest bytes; empty where the form cannot hold them. */
    Optional<Packing> pack(Rows rows) {
        return packer().pack(rows);
    }

    /** What C reads from packed weights. */
    static Rows unpack(Packing packing, int rows, int length) {
        return packing.form().packer().unpack(packing, rows, length);
    }
}
