// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.inspect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.base.EspalierException;
import io.espalier.lite.Buffer;
import io.espalier.lite.Graph;
import io.espalier.lite.Graph.Metadata;
import io.espalier.lite.file.DeploymentMetadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a model's metadata tell applications, and the files behind it. */
final class DeploymentText {
    private static final int LABELS_SHOWN = 5;

    private final Graph graph;

    DeploymentText(Graph graph) {
        this.graph = graph;
    }

    /** For people: a line for each field, those of a table farther in. */
    String lines() {
        StringBuilder out = new StringBuilder();
        try {
            DeploymentMetadata.of(graph).ifPresent(tree -> fields(tree, 4, out));
            DeploymentMetadata.files(graph)
                    .forEach((name, content) -> out.append("    ")
                            .append(name)
                            .append(": ")
                            .append(summary(name, content))
                            .append('\n'));
        } catch (EspalierException e) {
            out.append("    ").append(e.getMessage()).append('\n');
        }
        return out.toString();
    }

    /** The same for programs. */
    void addTo(ObjectNode json) {
        try {
            DeploymentMetadata.of(graph).ifPresent(tree -> json.set("deployment", tree));
            ArrayNode files = json.putArray("associatedFiles");
            DeploymentMetadata.files(graph).forEach((name, content) -> file(name, content, files.addObject()));
        } catch (EspalierException e) {
            json.put("deploymentProblem", e.getMessage());
        }
    }

    private static void fields(JsonNode table, int indent, StringBuilder out) {
        for (Map.Entry<String, JsonNode> field : table.properties()) {
            JsonNode value = field.getValue();
            boolean holdsTables =
                    value.isArray() && !value.isEmpty() && value.get(0).isObject();
            for (JsonNode one : holdsTables ? value : List.of(value)) {
                out.append(" ".repeat(indent)).append(field.getKey()).append(':');
                if (one.isObject()) {
                    out.append('\n');
                    fields(one, indent + 2, out);
                } else {
                    out.append(' ').append(plain(one)).append('\n');
                }
            }
        }
    }

    private static String plain(JsonNode value) {
        if (!value.isArray()) {
            return value.asText();
        }
        List<String> elements = new ArrayList<>();
        value.forEach(element -> elements.add(element.asText()));
        return String.join(", ", elements);
    }

    private static void file(String name, Buffer content, ObjectNode json) {
        json.put("name", name).put("bytes", content.size());
        text(name, content).ifPresent(text -> json.put("text", text));
    }

    private static Optional<String> text(String name, Buffer content) {
        return MetadataText.of(new Metadata(name, content));
    }

    private static String summary(String name, Buffer content) {
        return text(name, content).map(DeploymentText::summary).orElse(content.size() + " bytes");
    }

    private static String summary(String text) {
        List<String> lines = text.lines().toList();
        String first = String.join(", ", lines.subList(0, Math.min(LABELS_SHOWN, lines.size())));
        return lines.size()
                + (lines.size() == 1 ? " line: " : " lines: ")
                + first
                + (lines.size() > LABELS_SHOWN ? ", ..." : "");
    }
}
