// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.boards;

import java.util.List;

/**
 * One way to run a model on a board.
 *
 * @param id such as {@code tflm}
 * @param refusals why it does not run at all, and what to do; empty if it runs
 * @param demands on the board's memories; empty where it does not run
 * @param run what a run takes
 * @param remarks what else should be known
 */
record Way(
        String id,
        String title,
        List<String> refusals,
        List<Demand> demands,
        RunEstimate.OrReason run,
        List<String> remarks) {
    Way {
        refusals = List.copyOf(refusals);
        demands = List.copyOf(demands);
        remarks = List.copyOf(remarks);
    }

    static Way refused(String id, String title, List<String> refusals) {
        return new Way(id, title, refusals, List.of(), RunEstimate.OrReason.none("it does not run"), List.of());
    }

    /** The demands, and that of the largest array where it must fit a piece of RAM that is smaller than all of it. */
    static List<Demand> withLargestArray(Board board, Demand.Part arena, Demand flash, Demand ram) {
        return board.largestArray() == board.usableRam()
                ? List.of(flash, ram)
                : List.of(flash, ram, new Demand("largest array", List.of(arena), board.largestArray()));
    }

    boolean runs() {
        return refusals.isEmpty();
    }

    boolean fits() {
        return runs() && demands.stream().allMatch(Demand::fits);
    }

    /** The bytes that are too many, of all memories. */
    long excess() {
        return demands.stream().mapToLong(demand -> Math.max(0, -demand.left())).sum();
    }
}
