// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.base.internal.JsonTree;
import io.espalier.model.TrainedQuantization;
import io.espalier.model.TrainedQuantization.ActivationKey;
import io.espalier.model.TrainedQuantization.WeightGrid;
import io.espalier.model.TrainedQuantization.WeightGrid.Scales;
import io.espalier.model.WeightKey;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.ValueRange;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What quantization-aware training found, as JSON:
 *
 * <pre>{@code
 * {"ranges": {"conv2d/output": [0.0, 5.1], "dense/before_function": [-9.5, 12.0]},
 *  "grids": {"conv2d/kernel": {"bits": 8, "per_channel": true}}}
 * }</pre>
 *
 * <p>{@code "before_folding": true} stands behind the scale of {@link Scales#ONE_BEFORE_FOLDING}.
 */
final class QuantizationJson {
    private static final String BEFORE_FOLDING = "before_folding";

    private QuantizationJson() {}

    static String write(TrainedQuantization trained) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        ObjectNode ranges = root.putObject("ranges");
        trained.ranges()
                .forEach((activation, range) ->
                        ranges.putArray(activation.toString()).add(range.min()).add(range.max()));
        ObjectNode grids = root.putObject("grids");
        trained.grids().forEach((weight, grid) -> write(grid, grids.putObject(weight.toString())));
        return JsonTree.print(root);
    }

    private static void write(WeightGrid grid, ObjectNode json) {
        json.put("bits", grid.bits()).put("per_channel", grid.perChannel());
        if (grid.scales() == Scales.ONE_BEFORE_FOLDING) {
            json.put(BEFORE_FOLDING, true);
        }
    }

    /**
     * @param weights those of the model; layers and weights may have slashes in their names, so only they tell where the one ends
     * @throws ModelException if the text is something else
     */
    static TrainedQuantization read(String text, Set<WeightKey> weights) {
        JsonNode root;
        try {
            root = JsonTree.parse(text);
        } catch (JsonProcessingException e) {
            throw new ModelException("not valid JSON (" + e.getOriginalMessage() + ")", e);
        }
        Map<ActivationKey, ValueRange> ranges = new LinkedHashMap<>();
        root.path("ranges")
                .properties()
                .forEach(entry -> ranges.put(activation(entry.getKey()), range(entry.getValue())));
        Map<String, WeightKey> known =
                weights.stream().collect(Collectors.toMap(WeightKey::toString, weight -> weight, (one, other) -> one));
        Map<WeightKey, WeightGrid> grids = new LinkedHashMap<>();
        root.path("grids").properties().forEach(entry -> {
            WeightGrid grid = grid(entry.getValue());
            WeightKey weight = known.get(entry.getKey());
            if (weight == null) {
                throw new ModelException("the model has no weight '" + entry.getKey() + "'");
            }
            grids.put(weight, grid);
        });
        return new TrainedQuantization(ranges, grids);
    }

    // Names of layers may have slashes, those of places have none.
    private static ActivationKey activation(String text) {
        int slash = text.lastIndexOf('/');
        if (slash < 0) {
            throw new ModelException("'" + text + "' has no '/' after the layer name");
        }
        return new ActivationKey(text.substring(0, slash), text.substring(slash + 1));
    }

    private static ValueRange range(JsonNode json) {
        if (json.size() != 2 || !json.path(0).isNumber() || !json.path(1).isNumber()) {
            throw new ModelException("a range must be two numbers, not " + json);
        }
        return new ValueRange(json.path(0).floatValue(), json.path(1).floatValue());
    }

    private static WeightGrid grid(JsonNode json) {
        if (!json.path("bits").isInt() || !json.path("per_channel").isBoolean()) {
            throw new ModelException("a grid needs \"bits\" and \"per_channel\", not " + json);
        }
        int bits = json.path("bits").intValue();
        return json.path(BEFORE_FOLDING).booleanValue()
                ? new WeightGrid(bits, Scales.ONE_BEFORE_FOLDING)
                : new WeightGrid(bits, json.path("per_channel").booleanValue());
    }
}
