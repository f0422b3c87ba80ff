// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.operator;

import io.espalier.model.tensor.ValueRange;

/** What an integer kernel asks of the scales and zero points of an operator's activations. */
public sealed interface ScaleConstraint {
    /** Each activation has the scale that suits it. */
    record Free() implements ScaleConstraint {}

    /**
     * The kernel only moves or selects values: all activations, inputs and outputs, have one scale and zero
     * point.
     *
     * @param input the position of the activation that they follow
     * @param rounds whether the kernel computes values between those, such as means, and rounds them
     */
    record SameAsInput(int input, boolean rounds) implements ScaleConstraint {
        /** Of a kernel that computes no other values than it takes in. */
        public SameAsInput(int input) {
            this(input, false);
        }
    }

    /** The range of the output is fixed, and its scale is built into the kernel. Inputs are free. */
    record Fixed(float scale, int zeroPoint) implements ScaleConstraint {
        /** What an int8 kernel's output can hold. */
        public ValueRange int8Range() {
            return new ValueRange((Byte.MIN_VALUE - zeroPoint) * scale, (Byte.MAX_VALUE - zeroPoint) * scale);
        }
    }

    ScaleConstraint FREE = new Free();
    ScaleConstraint SAME_AS_FIRST = new SameAsInput(0);
    ScaleConstraint MEANS_OF_FIRST = new SameAsInput(0, true);
}
