// SPDX-License-Identifier: Apache-2.0
/** Compression while training: pruning, clustering, quantization-aware training, distillation, structured pruning. */
module io.espalier.compress {
    requires static org.jspecify;
    requires io.espalier.lite;
    requires transitive io.espalier.train;

    exports io.espalier.compress;
    exports io.espalier.compress.cluster;
    exports io.espalier.compress.distil;
    exports io.espalier.compress.preserve;
    exports io.espalier.compress.prune;
    exports io.espalier.compress.quantize;
    exports io.espalier.compress.structured;
}
