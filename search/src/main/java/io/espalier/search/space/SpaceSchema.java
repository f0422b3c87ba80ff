// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.space;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.base.internal.JsonTree;
import io.espalier.experiment.internal.RecipeSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The JSON Schema of spaces, for editors: that of recipes, in which each value may be a choice. It is made from that of recipes, so that a key that these get
 * is known here too.
 */
public final class SpaceSchema {
    /** The name of its file. */
    public static final String FILE_NAME = "space.schema.json";

    private final ObjectNode schema;
    private final Set<String> listKeys = ListKeys.ofRecipes();

    private SpaceSchema() throws JsonProcessingException {
        schema = (ObjectNode) JsonTree.parse(RecipeSchema.text());
    }

    /** The schema itself. */
    public static String text() {
        try {
            return JsonTree.indented(new SpaceSchema().made()) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the schema of recipes is JSON", e);
        }
    }

    private ObjectNode made() {
        schema.remove("oneOf");
        schema.put("title", "Space of recipes of Espalier");
        schema.put("description", "A recipe for compress with open choices, for search.");
        schema.put("$ref", "#/definitions/compression");
        ObjectNode definitions = (ObjectNode) schema.path("definitions");
        ObjectNode compression = (ObjectNode) definitions.path("compression");
        JsonNode steps = compression.at("/properties/steps/items").deepCopy();
        for (String name : names(definitions)) {
            if (!name.equals("compression")) {
                open(definitions.path(name));
            }
        }
        ObjectNode keys = (ObjectNode) compression.path("properties");
        for (String key : List.of("seed", "batch_size")) {
            keys.set(key, choice(key, keys.path(key)));
        }
        definitions.set("step", step(steps));
        ((ObjectNode) keys.path("steps")).set("items", reference("step"));
        addGoals(keys);
        return schema;
    }

    private static void addGoals(ObjectNode keys) {
        ObjectNode objectives =
                list(keys, "objectives", "What is to be good; the first decides which trial is the best.");
        objectives.putObject("items").put("type", "string");
        ObjectNode constraints = list(
                keys, "constraints", "What must be kept, such as 'accuracy >= baseline - 0.5pt' or 'flash <= 256KB'.");
        constraints.putObject("items").put("type", "string");
        ObjectNode sampler = keys.putObject("sampler").put("description", "Which recipes are tried.");
        ArrayNode forms = sampler.putArray("anyOf");
        SamplerSettings.NAMES.forEach(forms.addObject().putArray("enum")::add);
        ObjectNode object = forms.addObject().put("type", "object").put("additionalProperties", false);
        object.putArray("required").add("name");
        ObjectNode settings = object.putObject("properties");
        SamplerSettings.NAMES.forEach(settings.putObject("name").putArray("enum")::add);
        settings.putObject("eta").put("type", "integer").put("minimum", 2);
        settings.putObject("rungs").put("type", "integer").put("minimum", 1);
        keys.putObject("trials")
                .put("type", "integer")
                .put("minimum", 1)
                .put("description", "How many recipes are tried by samplers that choose.");
    }

    private static ObjectNode list(ObjectNode keys, String key, String description) {
        return keys.putObject(key)
                .put("type", "array")
                .put("description", description)
                .put("minItems", 1);
    }

    /** A step, or a choice between steps. */
    private ObjectNode step(JsonNode steps) {
        ObjectNode step = schema.objectNode();
        ArrayNode forms = step.putArray("anyOf");
        forms.add(steps);
        ObjectNode several = schema.objectNode();
        ArrayNode one = several.putArray("anyOf");
        one.add(reference("step"));
        one.addObject().put("type", "array").set("items", reference("step"));
        forms.add(only(TemplateReader.OPTIONAL, several.deepCopy()));
        one.addObject().put("const", "none");
        forms.add(only(TemplateReader.CHOOSE, listOf(several)));
        return step;
    }

    /** Lets each value below be a choice. */
    private void open(JsonNode node) {
        if (node instanceof ObjectNode object) {
            if (object.path("properties") instanceof ObjectNode properties) {
                for (String key : names(properties)) {
                    open(properties.path(key));
                    properties.set(key, choice(key, properties.path(key)));
                }
            }
            for (String several : List.of("oneOf", "anyOf", "allOf")) {
                object.path(several).forEach(this::open);
            }
            JsonNode values = object.path("additionalProperties");
            if (values.isObject()) {
                object.set("additionalProperties", choice("", values));
            }
        }
    }

    private ObjectNode choice(String key, JsonNode value) {
        ObjectNode open = schema.objectNode();
        if (value.has("description")) {
            open.set("description", value.path("description"));
        }
        ArrayNode forms = open.putArray("anyOf");
        forms.add(value);
        if (!listKeys.contains(key)) {
            forms.add(listOf(value));
        }
        forms.add(only(TemplateReader.CHOOSE, listOf(value)));
        if (value.toString().contains("\"number\"") || value.toString().contains("\"integer\"")) {
            ObjectNode range = forms.addObject().put("type", "object").put("additionalProperties", false);
            range.putArray("required").add("from").add("to");
            ObjectNode ends = range.putObject("properties");
            for (String end : List.of("from", "to", "step")) {
                ends.putObject(end).put("type", "number");
            }
            ends.putObject("log").put("type", "integer").put("minimum", 2);
        }
        return open;
    }

    private ObjectNode listOf(JsonNode items) {
        ObjectNode list = schema.objectNode().put("type", "array").put("minItems", 1);
        list.set("items", items);
        return list;
    }

    private ObjectNode only(String key, JsonNode value) {
        ObjectNode object = schema.objectNode().put("type", "object").put("additionalProperties", false);
        object.putArray("required").add(key);
        object.putObject("properties").set(key, value);
        return object;
    }

    private ObjectNode reference(String definition) {
        return schema.objectNode().put("$ref", "#/definitions/" + definition);
    }

    private static List<String> names(ObjectNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
