// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.operator;

/** What an integer kernel asks of the scales and zero points of an operator's activations. */
public sealed interface ScaleConstraint {
    /** Each activation has the scale that suits it. */
    record Free() implements ScaleConstraint {}

    /**
     * The kernel only moves or selects values: all activations, inputs and outputs, have one scale and zero
     * point.
     *
     * @param input the position of the activation that they follow
     */
    record SameAsInput(int input) implements ScaleConstraint {}

    /** The range of the output is fixed, and its scale is built into the kernel. Inputs are free. */
    record Fixed(float scale, int zeroPoint) implements ScaleConstraint {}

    ScaleConstraint FREE = new Free();
    ScaleConstraint SAME_AS_FIRST = new SameAsInput(0);
}
