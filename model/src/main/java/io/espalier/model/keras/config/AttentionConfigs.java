// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.attention.AdditiveAttention;
import io.espalier.model.layer.attention.Attention;
import io.espalier.model.layer.attention.MultiHeadAttention;
import io.espalier.model.layer.function.AttentionOfSums;
import java.util.List;

/** Layers that weigh values by how well their keys fit a query. */
final class AttentionConfigs {
    private static final String OF_SUMS = "concat";

    static final List<ComposedRow<?>> ROWS = List.of(
            ComposedRow.of(
                    AdditiveAttention.class,
                    config -> {
                        config.only("causal", false);
                        return new AdditiveAttention(config.flag("use_scale", true), config.number("dropout", 0));
                    },
                    (layer, config) -> config.put("use_scale", layer.useScale()).put("dropout", layer.dropout())),
            ComposedRow.of(
                    Attention.class,
                    AttentionConfigs::attention,
                    (layer, config) -> write(config, layer.useScale(), "dot", layer.dropout())),
            ComposedRow.named(
                    AttentionOfSums.class,
                    "Attention",
                    AttentionConfigs::attention,
                    (layer, config) -> write(config, layer.useScale(), OF_SUMS, layer.dropout())),
            ComposedRow.of(MultiHeadAttention.class, AttentionConfigs::multiHead, AttentionConfigs::write));

    private AttentionConfigs() {}

    private static ComposedLayer attention(LayerConfig config) {
        config.only("causal", false);
        boolean useScale = config.flag("use_scale", false);
        float dropout = config.number("dropout", 0);
        if (config.has("score_mode") && config.text("score_mode").equals(OF_SUMS)) {
            return new AttentionOfSums(useScale, dropout);
        }
        config.only("score_mode", "dot");
        return new Attention(useScale, dropout);
    }

    private static void write(ObjectNode config, boolean useScale, String mode, float dropout) {
        config.put("use_scale", useScale).put("score_mode", mode).put("dropout", dropout);
    }

    private static MultiHeadAttention multiHead(LayerConfig config) {
        if (config.has("attention_axes") && !config.axes("attention_axes").equals(List.of(0))) {
            throw config.error("'attention_axes' is " + config.required("attention_axes")
                    + "; only attention over the steps, axis 1, is supported");
        }
        int keyDim = config.integer("key_dim");
        return new MultiHeadAttention(
                config.integer("num_heads"),
                keyDim,
                config.has("value_dim") ? config.integer("value_dim") : keyDim,
                config.has("output_shape") ? config.length("output_shape") : 0,
                config.flag("use_bias", true),
                config.number("dropout", 0));
    }

    private static void write(MultiHeadAttention layer, ObjectNode config) {
        config.put("num_heads", layer.heads())
                .put("key_dim", layer.keyDim())
                .put("value_dim", layer.valueDim())
                .put("dropout", layer.dropout())
                .put("use_bias", layer.useBias());
        if (layer.outputs() == 0) {
            config.putNull("output_shape");
        } else {
            config.putArray("output_shape").add(layer.outputs());
        }
        config.putNull("attention_axes");
        KernelSettings.putKernelAndBias(config, "kernel");
    }
}
