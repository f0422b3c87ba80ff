// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.schema.table;

/** The activation that an operator applies to its output, in the order of the schema's values. */
public enum ActivationFunction {
    NONE,
    RELU,
    RELU_N1_TO_1,
    RELU6,
    TANH,
    SIGN_BIT
}
