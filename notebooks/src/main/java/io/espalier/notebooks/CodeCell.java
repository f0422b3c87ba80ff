// SPDX-License-Identifier: Apache-2.0
package io.espalier.notebooks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.notebooks.kernel.Output;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A cell with code, and what it put out when it was run last.
 *
 * @param json its part of the notebook
 */
record CodeCell(ObjectNode json) {
    /** The tag of cells whose figures differ from run to run, such as times. */
    private static final String MEASURED = "measured";

    private static final Pattern LINES = Pattern.compile(".*\n|.+$");

    String id() {
        return json.path("id").asText();
    }

    String source() {
        return Notebook.text(json.path("source"));
    }

    /** Whether its figures differ from run to run. */
    boolean isMeasured() {
        for (JsonNode tag : json.path("metadata").path("tags")) {
            if (tag.asText().equals(MEASURED)) {
                return true;
            }
        }
        return false;
    }

    List<Output> outputs() {
        List<Output> outputs = new ArrayList<>();
        for (JsonNode output : json.path("outputs")) {
            outputs.add(
                    switch (output.path("output_type").asText()) {
                        case "stream" -> new Output.Printed(Notebook.text(output.path("text")));
                        case "display_data" -> new Output.Displayed(data(output));
                        default -> new Output.Value(data(output));
                    });
        }
        return outputs;
    }

    private static Map<String, String> data(JsonNode output) {
        Map<String, String> data = new TreeMap<>();
        output.path("data").properties().forEach(entry -> data.put(entry.getKey(), Notebook.text(entry.getValue())));
        return data;
    }

    /** Replaces what it put out before. */
    void keep(int execution, List<Output> outputs) {
        json.put("execution_count", execution);
        ArrayNode kept = json.putArray("outputs");
        outputs.forEach(output -> kept.add(json(execution, output)));
    }

    private static ObjectNode json(int execution, Output output) {
        ObjectNode kept = JsonNodeFactory.instance.objectNode();
        if (output instanceof Output.Printed printed) {
            kept.put("name", "stdout").put("output_type", "stream").set("text", lines(printed.text()));
        } else if (output instanceof Output.Displayed displayed) {
            kept.set("data", data(displayed.data()));
            kept.set("metadata", JsonNodeFactory.instance.objectNode());
            kept.put("output_type", "display_data");
        } else if (output instanceof Output.Value value) {
            kept.set("data", data(value.data()));
            kept.put("execution_count", execution);
            kept.set("metadata", JsonNodeFactory.instance.objectNode());
            kept.put("output_type", "execute_result");
        }
        return kept;
    }

    private static ObjectNode data(Map<String, String> data) {
        ObjectNode kept = JsonNodeFactory.instance.objectNode();
        new TreeMap<>(data).forEach((type, value) -> {
            if (type.equals("image/png")) {
                kept.put(type, value);
            } else {
                kept.set(type, lines(value));
            }
        });
        return kept;
    }

    private static ArrayNode lines(String text) {
        ArrayNode lines = JsonNodeFactory.instance.arrayNode();
        Matcher line = LINES.matcher(text);
        while (line.find()) {
            lines.add(line.group());
        }
        return lines;
    }
}
