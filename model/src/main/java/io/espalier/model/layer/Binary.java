// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer;

/** Functions of two numbers. */
public enum Binary {
    ADD,
    SUBTRACT,
    MULTIPLY,
    DIVIDE,
    MAXIMUM,
    MINIMUM
}
