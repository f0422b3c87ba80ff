// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.boards;

/** What the multiplications of a model are computed with. */
enum Arithmetic {
    INT8("int8"),
    INT16("int16"),
    FLOAT32("float32"),
    /** Activations in float32, weights in integers. */
    HYBRID("float32 with integer weights"),
    /** Several of these, or others. */
    MIXED("several types");

    private final String text;

    Arithmetic(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
