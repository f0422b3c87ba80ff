// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.boards;

import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.ccode.CExport;
import io.espalier.lite.ccode.settings.CExportException;
import io.espalier.lite.ccode.settings.CSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a model takes as generated C: its tables and its array for activations are known, its code is estimated.
 *
 * @param refusals why there is no C; empty if there is
 * @param tables bytes of constants
 * @param arena bytes of activations
 * @param code bytes of code, about
 * @param boundaries bytes of the arrays that the caller has for inputs and outputs
 */
record GeneratedNeeds(List<String> refusals, long tables, long arena, long code, long boundaries) {
    private static final String ID = "c";
    private static final String TITLE = "C without an interpreter";
    private static final int REASONS_SHOWN = 2;

    /** Each byte becomes several letters of C. */
    private static final long MOST_CONSTANTS = 16L << 20;

    GeneratedNeeds {
        refusals = List.copyOf(refusals);
    }

    static GeneratedNeeds of(Graph graph) {
        long constants = graph.main().tensors().stream()
                .filter(Tensor::isConstant)
                .mapToLong(tensor -> tensor.buffer().size())
                .sum();
        if (constants > MOST_CONSTANTS) {
            String tooMany = String.format(
                    Locale.US,
                    "its %,d bytes of constants are more than a microcontroller has; their C is not tried",
                    constants);
            return new GeneratedNeeds(List.of(tooMany), 0, 0, 0, 0);
        }
        try {
            CExport export = CExport.of(graph, CSettings.named("model"));
            return new GeneratedNeeds(
                    List.of(),
                    export.tableBytes(),
                    export.arenaBytes(),
                    GeneratedCode.bytes(graph.main()),
                    bytes(graph.main(), graph.main().inputs())
                            + bytes(graph.main(), graph.main().outputs()));
        } catch (CExportException e) {
            return new GeneratedNeeds(reasons(e), 0, 0, 0, 0);
        }
    }

    /** The first few of the operators that it names; the first line says only that there are some. */
    private static List<String> reasons(CExportException e) {
        List<String> all = e.getMessage().lines().map(String::strip).toList();
        List<String> reasons = new ArrayList<>(all.subList(all.size() > 1 ? 1 : 0, all.size()));
        if (reasons.size() > REASONS_SHOWN) {
            int more = reasons.size() - REASONS_SHOWN;
            reasons.subList(REASONS_SHOWN, reasons.size()).clear();
            reasons.add("and " + more + " more operators");
        }
        return reasons;
    }

    private static long bytes(Subgraph subgraph, Ints tensors) {
        return tensors.stream()
                .mapToLong(tensor -> subgraph.tensor(tensor)
                        .type()
                        .bytes(subgraph.tensor(tensor).elements()))
                .sum();
    }

    Way on(Board board, Workload work) {
        if (!refusals.isEmpty()) {
            return Way.refused(ID, TITLE, refusals);
        }
        Demand flash = new Demand(
                "flash",
                List.of(Demand.Part.exact("tables", tables), Demand.Part.about("code", code)),
                board.usableFlash().orElse(0));
        Demand ram = new Demand(
                "RAM",
                List.of(
                        Demand.Part.exact("arena", arena),
                        Demand.Part.exact("inputs and outputs", boundaries),
                        Demand.Part.about("stack", GeneratedCode.STACK)),
                board.usableRam());
        return new Way(
                ID,
                TITLE,
                List.of(),
                Way.withLargestArray(board, Demand.Part.exact("arena", arena), flash, ram),
                RunEstimate.counted(board, work, ID),
                List.of());
    }
}
