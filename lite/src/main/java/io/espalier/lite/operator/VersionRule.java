// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.operator;

import java.util.Optional;

/**
 * A use of an operator that needs a later version than its types alone.
 *
 * @param version the lowest that has it
 * @param activations the only type of activations for which the rule is; empty for one that is for all
 */
public record VersionRule(int version, Condition condition, Optional<ActivationType> activations) {
    /** When a rule holds. */
    public sealed interface Condition {}

    /** An option has another value than the schema's default. */
    public record OptionIsSet(String option) implements Condition {}

    /** The operator has exactly so many inputs, optional ones that are left out counted too. */
    public record InputsAre(int count) implements Condition {}

    /** An optional input is there. */
    public record HasInput(int input) implements Condition {}

    /** An input has more dimensions than this. */
    public record RankAbove(int input, int rank) implements Condition {}

    /** An input has another number of dimensions. */
    public record RankIsNot(int input, int rank) implements Condition {}

    /** Two inputs differ in shape, and one has more dimensions than this. */
    public record BroadcastsAboveRank(int rank) implements Condition {}

    /** The weights are stored sparsely. */
    public record HasSparseWeights() implements Condition {}

    /** The product of the scales of two inputs is not below the scale of the output. */
    public record RescalesByOneOrMore() implements Condition {}
}
