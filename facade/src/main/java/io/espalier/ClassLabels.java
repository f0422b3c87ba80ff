// SPDX-License-Identifier: Apache-2.0
package io.espalier;

import com.fasterxml.jackson.databind.JsonNode;
import io.espalier.lite.Buffer;
import io.espalier.lite.Graph;
import io.espalier.lite.file.DeploymentMetadata;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** The labels that the metadata of a model give the classes of its first output. */
final class ClassLabels {
    private static final String LABELS = "TENSOR_AXIS_LABELS";

    private ClassLabels() {}

    static List<String> of(Graph graph) {
        Map<String, Buffer> files = DeploymentMetadata.files(graph);
        return DeploymentMetadata.of(graph)
                .map(tree -> read(described(tree), files))
                .orElse(List.of());
    }

    private static JsonNode described(JsonNode metadata) {
        return metadata.path("subgraph_metadata")
                .path(0)
                .path("output_tensor_metadata")
                .path(0)
                .path("associated_files");
    }

    private static List<String> read(JsonNode described, Map<String, Buffer> files) {
        for (JsonNode file : described) {
            Buffer content = files.get(file.path("name").asText());
            if (content != null && file.path("type").asText().equals(LABELS)) {
                return new String(content.toBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .toList();
            }
        }
        return List.of();
    }
}
