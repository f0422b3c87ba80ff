// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite.loop;

import io.espalier.lite.rewrite.loop.Operand.Place;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Groups of operators, one after the other, that compute the same of what the group before computed.
 *
 * @param first the first operator of the first step
 * @param length operators of a step
 * @param count of the steps
 * @param operands of each operator of a step
 * @param starts what the first step takes in place of what a step before would have computed
 * @param sequences what a PACK, which has nothing else of the steps, puts together of all steps
 */
record Steps(
        int first,
        int length,
        int count,
        List<List<Operand>> operands,
        Map<Place, Integer> starts,
        List<Packed> sequences) {

    /**
     * A sequence that the steps make.
     *
     * @param pack the operator
     * @param position of the first step among its operands
     * @param direction 1, or -1 if the steps fill it backwards
     */
    record Packed(Place place, int pack, int position, int direction) {}

    int end() {
        return first + length * count;
    }

    /** What a step takes of the one before. */
    Set<Place> carried() {
        return starts.keySet();
    }

    /** Without the first so many steps, which then stand before them. */
    Steps from(int step, Map<Place, Integer> newStarts) {
        List<List<Operand>> moved = operands.stream()
                .map(list -> list.stream().map(operand -> moved(operand, step)).toList())
                .toList();
        return new Steps(
                first + step * length,
                length,
                count - step,
                moved,
                newStarts,
                sequences.stream()
                        .map(packed -> new Packed(
                                packed.place(),
                                packed.pack(),
                                packed.position() + step * packed.direction(),
                                packed.direction()))
                        .toList());
    }

    private static Operand moved(Operand operand, int step) {
        return operand instanceof Operand.Streamed streamed
                ? new Operand.Streamed(new Operand.Stream(
                        streamed.stream().source(),
                        streamed.stream().first() + step * streamed.stream().direction(),
                        streamed.stream().direction()))
                : operand;
    }
}
