// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.tensorflow;

/**
 * How a field of a message is stored: the lowest bits of its tag.
 *
 * @see <a href="https://protobuf.dev/programming-guides/encoding/">Encoding of protocol buffers</a>
 */
final class WireType {
    static final int BITS = 3;
    static final int VARINT = 0;
    static final int FIXED64 = 1;
    static final int BYTES = 2;
    static final int GROUP = 3;
    static final int GROUP_END = 4;
    static final int FIXED32 = 5;

    private WireType() {}

    static int of(int tag) {
        return tag & ((1 << BITS) - 1);
    }
}
