// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.base.internal.JsonTree;
import io.espalier.model.Clusters;
import io.espalier.model.WeightKey;
import io.espalier.model.tensor.ModelException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Which weights were clustered, as JSON:
 *
 * <pre>{@code
 * {"dense/kernel": {"values": 16, "per_channel": false}}
 * }</pre>
 */
final class ClustersJson {
    private ClustersJson() {}

    static String write(Map<WeightKey, Clusters> clusters) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        clusters.forEach((weight, shared) ->
                root.putObject(weight.toString()).put("values", shared.most()).put("per_channel", shared.perChannel()));
        return JsonTree.print(root);
    }

    /**
     * @param weights those of the model
     * @throws ModelException if the text is something else
     */
    static Map<WeightKey, Clusters> read(String text, Set<WeightKey> weights) {
        JsonNode root;
        try {
            root = JsonTree.parse(text);
        } catch (JsonProcessingException e) {
            throw new ModelException("not valid JSON (" + e.getOriginalMessage() + ")", e);
        }
        Map<WeightKey, Clusters> clusters = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : root.properties()) {
            JsonNode shared = entry.getValue();
            if (!shared.path("values").isInt() || !shared.path("per_channel").isBoolean()) {
                throw new ModelException("clusters need \"values\" and \"per_channel\", not " + shared);
            }
            WeightKey key = weights.stream()
                    .filter(weight -> weight.toString().equals(entry.getKey()))
                    .findFirst()
                    .orElseThrow(() -> new ModelException("the model has no weight '" + entry.getKey() + "'"));
            clusters.put(
                    key,
                    new Clusters(
                            shared.path("values").intValue(),
                            shared.path("per_channel").booleanValue()));
        }
        return clusters;
    }
}
