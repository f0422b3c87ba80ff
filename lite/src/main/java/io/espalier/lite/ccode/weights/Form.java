// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.weights;

import io.espalier.lite.ccode.settings.Compression;
import java.util.Optional;

/** A way to store weights. */
enum Form {
    INT4(Compression.INT4, "unpack_int4", new Int4Packer()),
    LUT(Compression.LUT, "unpack_lut", new LutPacker()),
    BITMASK(Compression.BITMASK, "unpack_bitmask", new BitmaskPacker()),
    RUN_LENGTH(Compression.RUN_LENGTH, "unpack_runs", new RunsPacker()),

    /** Run lengths in whole bytes, which kernels multiply with while they read them. */
    SPARSE(Compression.RUN_LENGTH, "", new SparsePacker()),
    HUFFMAN(Compression.HUFFMAN, "unpack_huffman", new HuffmanPacker());

    private final Compression compression;
    private final String function;
    private final Packer packer;

    Form(Compression compression, String function, Packer packer) {
        this.compression = compression;
        this.function = function;
        this.packer = packer;
    }

    Compression compression() {
        return compression;
    }

    /** The function of C that unpacks a row. */
    String function() {
        return function;
    }

    /** Packs weights with the parameters that need the fewest bytes; empty where the form cannot hold them. */
    Optional<Packing> pack(Rows rows) {
        return packer.pack(rows);
    }

    /** What C reads from packed weights. */
    static Rows unpack(Packing packing, int rows, int length) {
        return packing.form().packer.unpack(packing, rows, length);
    }
}
