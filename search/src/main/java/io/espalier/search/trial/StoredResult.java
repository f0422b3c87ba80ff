// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.trial;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A result as its file has it, without the trial: whoever asks for it has that. */
final class StoredResult {
    private StoredResult() {}

    static ObjectNode write(TrialResult result) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("sha256", result.sha256());
        ObjectNode figures = json.putObject("figures");
        result.figures().forEach(figures::put);
        BitSet right = result.right();
        if (right != null) {
            json.put("right", HexFormat.of().formatHex(right.toByteArray()));
        }
        return json;
    }

    static TrialResult read(JsonNode json, Trial trial, String key) {
        Map<String, Double> figures = new LinkedHashMap<>();
        json.path("figures")
                .properties()
                .forEach(figure -> figures.put(
                        figure.getKey(),
                        figure.getValue().isNumber() ? figure.getValue().doubleValue() : Double.NaN));
        @Nullable String right = json.path("right").textValue();
        return new TrialResult(
                trial,
                key,
                null,
                figures,
                json.path("sha256").asText(),
                right == null ? null : BitSet.valueOf(HexFormat.of().parseHex(right)),
                0,
                0);
    }
}
