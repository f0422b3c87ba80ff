// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one call of a layer says, beyond the tensors that it takes. It stands among the settings of the layer, as {@code "call"}: {@code
 * {"use_causal_mask": true, "masks": ["attention_mask"]}}.
 *
 * @param isCausal whether each query sees the keys up to its own step alone
 * @param masks the names of the arguments that are masks; these are the last inputs of the layer
 * @param returnsScores whether attention puts out its scores, too
 */
public record CallSettings(boolean isCausal, List<String> masks, boolean returnsScores) {
    /** The argument that leaves out the keys behind a query. */
    public static final String CAUSAL = "use_causal_mask";

    /** The argument that makes the scores of attention its second output. */
    public static final String SCORES = "return_attention_scores";

    /** Which of the last tensors are masks. */
    public static final String MASKS = "masks";

    /** The setting of a layer that says it. */
    static final String CALL = "call";

    /** What the call of a layer says whose settings these are. */
    static CallSettings of(LayerConfig config) {
        JsonNode call = config.setting(CALL);
        List<String> masks = new ArrayList<>();
        call.path(MASKS).forEach(mask -> masks.add(mask.textValue()));
        return new CallSettings(
                LayerJson.flag(call.path(CAUSAL)).orElse(false),
                masks,
                LayerJson.flag(call.path(SCORES)).orElse(false));
    }

    /** Whether the last inputs are masks. */
    boolean isMasked() {
        return !masks.isEmpty();
    }

    /**
     * A layer with the arguments of one of its calls among its settings.
     *
     * @param arguments as they stand behind the first tensor
     * @return empty if an argument is not one that the layer knows
     */
    public static Optional<JsonNode> put(JsonNode layer, JsonNode arguments) {
        ObjectNode call = JsonNodeFactory.instance.objectNode();
        boolean isAttention = CallSignature.of(LayerJson.classOf(layer)).canBeCausal();
        for (Map.Entry<String, JsonNode> argument : arguments.properties()) {
            boolean isFlag = LayerJson.flag(argument.getValue()).isPresent();
            boolean isKnown = switch (argument.getKey()) {
                case "training" -> isFlag;
                case CAUSAL, SCORES -> isFlag && isAttention;
                default -> argument.getKey().equals(MASKS);
            };
            if (!isKnown) {
                return Optional.empty();
            }
            if (!argument.getKey().equals("training")) {
                call.set(argument.getKey(), argument.getValue());
            }
        }
        return Optional.of(call.isEmpty() ? layer : with(layer, call));
    }

    private static JsonNode with(JsonNode layer, ObjectNode call) {
        ObjectNode copy = layer.deepCopy();
        copy.withObject("/config").set(CALL, call);
        return copy;
    }
}
