// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.bits;

import io.espalier.lite.Graph;

/**
 * A file that was made and judged.
 *
 * @param graph as it would be written
 * @param cost by the objective
 */
record Trial(Choice choice, Graph graph, long cost, Judgement judgement) {
    /** Whether it is better than another that keeps the budget too: smaller, or as small with less noise. */
    boolean isBetterThan(Trial other) {
        return cost < other.cost
                || (cost == other.cost && judgement.noise() < other.judgement().noise());
    }
}
