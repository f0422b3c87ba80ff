// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.operator;

import java.util.OptionalInt;

/** What an input is to its operator, and so how it is quantized. */
public sealed interface Operand {
    /** Values that flow through the network; they have one scale and zero point. A constant may stand in their place. */
    record Activation() implements Operand {}

    /**
     * Constants that were learned, quantized symmetrically.
     *
     * @param rank how many dimensions they have
     * @param channelAxis the dimension that has a scale for each index; empty where there is one scale for all
     */
    record Weight(int rank, OptionalInt channelAxis) implements Operand {}

    /**
     * What is added to the products of an input and weights. Its scale is the product of theirs and its zero point 0; it is int32
     * beside int8 activations and int64 beside int16 ones.
     *
     * @param input the position of the input
     * @param weight the position of the weights, or of a state where products of those are kept in it
     */
    record Bias(int input, int weight) implements Operand {}

    /** A shape, axes, paddings, indices, a condition: it says what to do and is never quantized. */
    record Parameter() implements Operand {}

    /**
     * What the operator keeps from one run to the next.
     *
     * @param bits of an element in the kernel whose activations are int8
     */
    record State(int bits) implements Operand {}

    Operand ACTIVATION = new Activation();
    Operand PARAMETER = new Parameter();

    static Operand weightPerChannel(int rank, int channelAxis) {
        return new Weight(rank, OptionalInt.of(channelAxis));
    }

    static Operand weightPerTensor(int rank) {
        return new Weight(rank, OptionalInt.empty());
    }
}
