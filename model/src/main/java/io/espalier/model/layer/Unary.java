// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer;

/** Functions of each number by itself. */
public enum Unary {
    ABS,
    /** {@code x} where it is above 0, else {@code exp(x) - 1}. */
    ELU,
    EXP,
    /** {@code x * min(max(x + 3, 0), 6) / 6}. */
    HARD_SWISH,
    LOG,
    NEGATE,
    RELU,
    RELU6,
    /** {@code 1 / sqrt(x)}. */
    RSQRT,
    SIGMOID,
    SQRT,
    SQUARE,
    TANH
}
