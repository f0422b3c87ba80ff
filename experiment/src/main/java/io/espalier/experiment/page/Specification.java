// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.base.internal.JsonTree;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Puts together specifications of Vega-Lite: what is always the same as text, and the data. */
public final class Specification {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final MathContext SIX_DIGITS = new MathContext(6);

    private Specification() {}

    /**
     * A specification with data.
     *
     * @param json the specification without data; {@code $name} in it stands for the setting of that name
     * @param settings what stands for names, such as {@code log}
     * @param rows the data: numbers, text, truth or null by field
     */
    public static String of(String json, Map<String, String> settings, List<? extends Map<String, ?>> rows) {
        String filled = json;
        for (Map.Entry<String, String> setting : settings.entrySet()) {
            String quoted = NODES.textNode(setting.getValue()).toString();
            filled = filled.replace("$" + setting.getKey(), quoted.substring(1, quoted.length() - 1));
        }
        try {
            ObjectNode specification = (ObjectNode) JsonTree.parse(filled);
            // As a table, in which each field is named once; the page's script makes objects of the rows.
            ObjectNode data = specification.putObject("data");
            Set<String> fields = new LinkedHashSet<>();
            rows.forEach(row -> fields.addAll(row.keySet()));
            fields.forEach(data.putArray("fields")::add);
            ArrayNode values = data.putArray("rows");
            rows.forEach(row -> {
                ArrayNode value = values.addArray();
                fields.forEach(field -> value.add(node(row.get(field))));
            });
            return JsonTree.print(specification);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a chart is not specified in JSON: " + filled, e);
        }
    }

    // No chart shows more digits.
    private static double rounded(double value) {
        return Double.isFinite(value) ? new BigDecimal(value).round(SIX_DIGITS).doubleValue() : value;
    }

    private static JsonNode node(@Nullable Object content) {
        if (content == null) {
            return NODES.nullNode();
        }
        if (content instanceof Boolean truth) {
            return NODES.booleanNode(truth);
        }
        if (content instanceof Integer || content instanceof Long) {
            return NODES.numberNode(((Number) content).longValue());
        }
        return content instanceof Number number
                ? NODES.numberNode(rounded(number.doubleValue()))
                : NODES.textNode((String) content);
    }
}
