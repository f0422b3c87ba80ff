// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite.loop;

/** What an operator of a step takes, seen from the step. */
sealed interface Operand {

    /** The same in all steps: a constant, or a value from before the first of them. */
    record Fixed(int tensor) implements Operand {}

    /** What an operator of the same step computed. */
    record Inner(Place place) implements Operand {}

    /** What an operator of the step before computed. */
    record Carried(Place place) implements Operand {}

    /** The part of a sequence that belongs to the step. */
    record Streamed(Stream stream) implements Operand {}

    /**
     * An output of an operator of a step.
     *
     * @param operator counted from the first of the step
     */
    record Place(int operator, int output) {}

    /**
     * A sequence (batch, steps, values), or (batch, steps x values), of which each step takes one part.
     *
     * @param source the tensor of the sequence
     * @param first the part that the first step takes
     * @param direction 1, or -1 if the steps take the parts backwards
     */
    record Stream(int source, int first, int direction) {}
}
