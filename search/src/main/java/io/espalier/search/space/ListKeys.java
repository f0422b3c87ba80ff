// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.space;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.espalier.base.internal.JsonTree;
import io.espalier.experiment.internal.RecipeSchema;
import java.util.Set;
import java.util.TreeSet;

/** The keys of recipes that take lists, found in their schema: a list there is a value, not a choice. */
final class ListKeys {
    private ListKeys() {}

    static Set<String> ofRecipes() {
        return keys(true);
    }

    /** All keys of recipes. */
    static Set<String> known() {
        return keys(false);
    }

    private static Set<String> keys(boolean ofLists) {
        try {
            Set<String> keys = new TreeSet<>();
            JsonNode schema = JsonTree.parse(RecipeSchema.text());
            collect(schema, schema, ofLists, keys);
            return keys;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the schema of recipes is JSON", e);
        }
    }

    private static void collect(JsonNode node, JsonNode schema, boolean ofLists, Set<String> keys) {
        node.path("properties").properties().forEach(property -> {
            if (!ofLists || takesLists(property.getValue(), schema, 0)) {
                keys.add(property.getKey());
            }
        });
        node.forEach(inner -> collect(inner, schema, ofLists, keys));
    }

    private static boolean takesLists(JsonNode type, JsonNode schema, int depth) {
        if (depth > 8) {
            return false;
        }
        if (type.path("type").asText().equals("array")) {
            return true;
        }
        JsonNode reference = type.path("$ref");
        if (reference.isTextual()) {
            JsonNode named = schema.at(reference.asText().substring(1));
            return takesLists(named, schema, depth + 1);
        }
        for (String several : new String[] {"oneOf", "anyOf", "allOf"}) {
            for (JsonNode one : type.path(several)) {
                if (takesLists(one, schema, depth + 1)) {
                    return true;
                }
            }
        }
        return false;
    }
}
