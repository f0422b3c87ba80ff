// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.espalier.lite.micro.decode.StoredWeights;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/** How weights are stored, for people and for programs. */
final class DecodedText {
    private DecodedText() {}

    static String table(List<StoredWeights> weights) {
        List<List<String>> rows = weights.stream()
                .map(each -> List.of(
                        String.format(Locale.US, "%,d", each.plainBytes()),
                        String.format(Locale.US, "%,d", each.bytes()),
                        each.form(),
                        each.bits() == 0 ? "-" : String.valueOf(each.bits()),
                        "T#" + each.tensor() + "(" + each.name() + ")"
                                + (each.reason().isEmpty() ? "" : ": " + each.reason())))
                .toList();
        return new FigureTable(List.of("bytes", "stored", "form", "bits", "weights"), rows, List.of())
                .text(OptionalInt.empty());
    }

    static void addTo(ArrayNode list, List<StoredWeights> weights) {
        for (StoredWeights each : weights) {
            list.addObject()
                    .put("subgraph", each.subgraph())
                    .put("tensor", each.tensor())
                    .put("name", each.name())
                    .put("form", each.form())
                    .put("bits", each.bits())
                    .put("plainBytes", each.plainBytes())
                    .put("bytes", each.bytes())
                    .put("reason", each.reason());
        }
    }
}
