// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.attention.AdditiveAttention;
import io.espalier.model.layer.attention.Attention;
import io.espalier.model.layer.attention.AttentionLayer;
import io.espalier.model.layer.attention.MultiHeadAttention;
import io.espalier.model.layer.function.AttentionOfSums;
import io.espalier.model.layer.function.GroupedQueryAttention;
import io.espalier.model.layer.sequence.AttentionCall;
import io.espalier.model.layer.sequence.AttentionCall.Mask;
import io.espalier.model.tensor.ModelException;
import java.util.List;
import java.util.Locale;

/** Layers that weigh values by how well their keys fit a query. */
final class AttentionConfigs {
    private static final String OF_SUMS = "concat";

    static final List<ComposedRow<?>> ROWS = List.of(
            ComposedRow.of(
                    AdditiveAttention.class,
                    config -> called(
                            config,
                            new AdditiveAttention(config.flag("use_scale", true), config.number("dropout", 0)),
                            config.flag("causal", false)),
                    AttentionConfigs::write),
            ComposedRow.of(Attention.class, AttentionConfigs::attention, AttentionConfigs::write),
            ComposedRow.named(AttentionOfSums.class, "Attention", AttentionConfigs::attention, AttentionConfigs::write),
            ComposedRow.of(
                    MultiHeadAttention.class,
                    config -> called(config, multiHead(config), false),
                    AttentionConfigs::write),
            ComposedRow.of(
                    GroupedQueryAttention.class,
                    config -> called(config, grouped(config), false),
                    AttentionConfigs::write),
            ComposedRow.named(AttentionCall.class, "Attention", AttentionConfigs::attention, AttentionConfigs::write));

    private AttentionConfigs() {}

    private static ComposedLayer attention(LayerConfig config) {
        boolean isCausal = config.flag("causal", false);
        boolean useScale = config.flag("use_scale", false);
        float dropout = config.number("dropout", 0);
        if (config.has("score_mode") && config.text("score_mode").equals(OF_SUMS)) {
            return called(config, new AttentionOfSums(useScale, dropout), isCausal);
        }
        config.only("score_mode", "dot");
        return called(config, new Attention(useScale, dropout), isCausal);
    }

    /** Attention as it is called: causal, or with masks among its inputs. */
    private static ComposedLayer called(LayerConfig config, AttentionLayer layer, boolean isCausal) {
        CallSettings call = CallSettings.of(config);
        boolean looksBack = isCausal || call.isCausal();
        List<Mask> masks = call.masks().stream()
                .map(mask -> Mask.valueOf(mask.toUpperCase(Locale.ROOT)))
                .toList();
        boolean isPlain = !looksBack && masks.isEmpty() && !call.returnsScores();
        return isPlain ? layer : new AttentionCall(layer, looksBack, masks, call.returnsScores());
    }

    // How it is called stands in the call.
    private static void write(AttentionCall call, ObjectNode config) {
        AttentionLayer layer = call.layer();
        if (layer instanceof MultiHeadAttention heads) {
            write(heads, config);
        } else if (layer instanceof GroupedQueryAttention grouped) {
            write(grouped, config);
        } else if (layer instanceof Attention attention) {
            write(attention, config);
        } else if (layer instanceof AttentionOfSums sums) {
            write(sums, config);
        } else if (layer instanceof AdditiveAttention additive) {
            write(additive, config);
        } else {
            throw new ModelException(
                    "a layer of class " + layer.kind() + " does not exist in Keras, so a Keras file cannot contain it");
        }
    }

    private static void write(AdditiveAttention layer, ObjectNode config) {
        config.put("use_scale", layer.useScale()).put("dropout", layer.dropout());
    }

    private static void write(Attention layer, ObjectNode config) {
        config.put("use_scale", layer.useScale()).put("score_mode", "dot").put("dropout", layer.dropout());
    }

    private static void write(AttentionOfSums layer, ObjectNode config) {
        config.put("use_scale", layer.useScale()).put("score_mode", OF_SUMS).put("dropout", layer.dropout());
    }

    private static GroupedQueryAttention grouped(LayerConfig config) {
        return new GroupedQueryAttention(
                config.integer("head_dim"),
                config.integer("num_query_heads"),
                config.integer("num_key_value_heads"),
                config.flag("use_bias", true),
                config.number("dropout", 0));
    }

    private static void write(GroupedQueryAttention layer, ObjectNode config) {
        config.put("head_dim", layer.length())
                .put("num_query_heads", layer.heads())
                .put("num_key_value_heads", layer.shared())
                .put("use_bias", layer.useBias())
                .put("dropout", layer.dropout());
        KernelSettings.putKernelAndBias(config, "kernel");
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
