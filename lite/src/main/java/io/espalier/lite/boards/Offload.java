// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.boards;

import io.espalier.lite.Graph;
import io.espalier.lite.Operator;
import io.espalier.lite.Subgraph;
import io.espalier.lite.kernels.MultiplyAccumulates;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Which operators of a model an accelerator runs, by its list of operators and types. Its compiler has more conditions, so it may run fewer.
 *
 * @param taken how many operators it runs
 * @param left how many it leaves to the processor, by their names
 * @param takenMacs the multiplications with addition that it runs
 * @param macs all of them
 */
record Offload(int taken, Map<String, Integer> left, long takenMacs, long macs) {
    static Offload of(Accelerator accelerator, Graph graph) {
        Subgraph main = graph.main();
        Map<String, Integer> left = new TreeMap<>();
        int taken = 0;
        long takenMacs = 0;
        long macs = 0;
        boolean stopped = false;
        for (Operator operator : main.operators()) {
            long own = MultiplyAccumulates.of(main, operator);
            macs += own;
            boolean runs = !stopped && runs(accelerator, main, operator);
            if (runs) {
                taken++;
                takenMacs += own;
            } else {
                left.merge(operator.code().name(), 1, Integer::sum);
                // A conversion of the model's own input comes before the accelerator's part and ends nothing.
                stopped = stopped || (accelerator.stopsAtFirst() && taken > 0);
            }
        }
        return new Offload(taken, left, takenMacs, macs);
    }

    private static boolean runs(Accelerator accelerator, Subgraph subgraph, Operator operator) {
        return accelerator.operators().contains(operator.code().builtin())
                && IntStream.concat(operator.inputs().stream(), operator.outputs().stream())
                        .filter(tensor -> tensor != Operator.ABSENT)
                        .allMatch(tensor -> accelerator
                                .types()
                                .contains(subgraph.tensor(tensor).type()));
    }

    /** Whether it runs all multiplications. */
    boolean runsAllMacs() {
        return takenMacs == macs;
    }

    /** In words. */
    String describe(Accelerator accelerator) {
        int all = taken + left.values().stream().mapToInt(Integer::intValue).sum();
        String share = macs == 0 ? "" : ", " + Math.round(100.0 * takenMacs / macs) + "% of the MACs";
        String rest = left.isEmpty()
                ? ""
                : "; left to the processor: "
                        + left.entrySet().stream()
                                .map(entry -> entry.getValue() + " " + entry.getKey())
                                .collect(Collectors.joining(", "));
        return "the " + accelerator.title() + " runs " + taken + " of " + all + " operators" + share + rest
                + "; its compiler, " + accelerator.compiler() + ", has more conditions";
    }
}
