// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.kernels;

import io.espalier.lite.schema.TensorType;

/** A form in which an operator may stand in a file: the types of its activations and constants, and who unpacks these. */
public enum KernelForm {
    /** Everything in float32. */
    FLOAT("float"),
    /** Float activations; constants in float16 behind a DEQUANTIZE. */
    FLOAT16_STORED("float16 behind DEQUANTIZE"),
    /** Float activations; constants in int8 behind a DEQUANTIZE. */
    INT8_STORED("int8 behind DEQUANTIZE"),
    /** Float activations; constants in int4 behind a DEQUANTIZE. */
    INT4_STORED("int4 behind DEQUANTIZE"),
    /** Float activations beside int8 weights, which the kernel takes as they are. */
    HYBRID("hybrid int8"),
    /** Float activations beside int4 weights, which the kernel takes as they are. */
    HYBRID_INT4("hybrid int4"),
    /** Activations and weights in int8. */
    INT8("int8"),
    /** Activations in int8, weights in int4. */
    INT8_INT4("int8 with int4 weights"),
    /** Activations in int16. */
    INT16("int16x8"),
    /** Anything else, such as indices, conditions or uint8. */
    OTHER("other types");

    private final String text;

    KernelForm(String text) {
        this.text = text;
    }

    /** For people. */
    public String text() {
        return text;
    }

    /** That of float activations and constants of this type behind a DEQUANTIZE. */
    static KernelForm stored(TensorType type) {
        return switch (type) {
            case FLOAT16 -> FLOAT16_STORED;
            case INT8 -> INT8_STORED;
            case INT4 -> INT4_STORED;
            default -> OTHER;
        };
    }
}
