// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.espalier.lite.ccode.settings.CWeights;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/** How generated C stores weights, for people and for programs. */
final class CWeightsText {
    private static final int HUNDRED = 100;

    private CWeightsText() {}

    static String table(List<CWeights> weights) {
        List<List<String>> rows = weights.stream()
                .map(each -> List.of(
                        String.format(Locale.US, "%,d", each.plainBytes()),
                        String.format(Locale.US, "%,d", each.storedBytes() + each.tableBytes()),
                        String.format(Locale.US, "%,d", each.tableBytes()),
                        HUNDRED * each.zeros() / each.weights() + "%",
                        String.format(Locale.US, "%,d", each.cycles()),
                        each.form(),
                        each.operator() + (each.reason().isEmpty() ? "" : ": " + each.reason())))
                .toList();
        return new FigureTable(
                        List.of("bytes", "stored", "tables", "zeros", "cycles (estimate)", "form", "weights of"),
                        rows,
                        List.of())
                .text(OptionalInt.empty());
    }

    static void addTo(ArrayNode list, List<CWeights> weights) {
        for (CWeights each : weights) {
            list.addObject()
                    .put("operator", each.operator())
                    .put("form", each.form())
                    .put("weights", each.weights())
                    .put("zeros", each.zeros())
                    .put("plainBytes", each.plainBytes())
                    .put("bytes", each.storedBytes() + each.tableBytes())
                    .put("tableBytes", each.tableBytes())
                    .put("estimatedCycles", each.cycles())
                    .put("reason", each.reason());
        }
    }
}
