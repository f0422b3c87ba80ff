// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.weights;

import java.util.Optional;

/** Packs and unpacks one form. */
interface Packer {
    Optional<Packing> pack(Rows rows);

    /** Follows the function of C step by step. */
    Rows unpack(Packing packing, int rows, int length);
}
