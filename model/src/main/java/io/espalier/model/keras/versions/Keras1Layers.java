// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.versions;

import static java.util.Map.entry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.model.keras.config.LayerJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Layers of Keras 1 in the words of Keras 2: {@code Convolution2D} with {@code nb_filter} becomes {@code Conv2D} with {@code filters}.
 *
 * @see <a href="https://github.com/keras-team/keras/wiki/Keras-2.0-release-notes">Keras 2.0 release notes</a>
 */
final class Keras1Layers {
    private static final Map<String, String> CLASSES = Map.ofEntries(
            entry("Convolution1D", "Conv1D"),
            entry("Convolution2D", "Conv2D"),
            entry("Convolution3D", "Conv3D"),
            entry("AtrousConvolution1D", "Conv1D"),
            entry("AtrousConvolution2D", "Conv2D"),
            entry("AtrousConv1D", "Conv1D"),
            entry("AtrousConv2D", "Conv2D"),
            entry("SeparableConvolution2D", "SeparableConv2D"),
            entry("Deconvolution2D", "Conv2DTranspose"),
            entry("Deconv2D", "Conv2DTranspose"),
            entry("TimeDistributedDense", "Dense"));

    private static final Map<String, String> MERGES = Map.of(
            "sum", "Add",
            "mul", "Multiply",
            "ave", "Average",
            "max", "Maximum",
            "concat", "Concatenate",
            "dot", "Dot");

    private static final Map<String, String> SETTINGS = Map.ofEntries(
            entry("nb_filter", "filters"),
            entry("filter_length", "kernel_size"),
            entry("subsample", "strides"),
            entry("subsample_length", "strides"),
            entry("atrous_rate", "dilation_rate"),
            entry("border_mode", "padding"),
            entry("bias", "use_bias"),
            entry("dim_ordering", "data_format"),
            entry("pool_length", "pool_size"),
            entry("stride", "strides"),
            entry("inner_activation", "recurrent_activation"),
            entry("dropout_W", "dropout"),
            entry("dropout_U", "recurrent_dropout"),
            entry("p", "rate"),
            entry("length", "size"));

    /** What is said by the class a Merge becomes, or is the way in which Python functions are kept, of which there are none then. */
    private static final List<String> USED_MERGE_SETTINGS = List.of(
            "mode",
            "mode_type",
            "layers",
            "concat_axis",
            "dot_axes",
            "output_shape_type",
            "output_mask_type",
            "node_indices",
            "tensor_indices");

    /** Only in these, so that a setting of another layer that is called so stays. */
    private static final Pattern RENAMED = Pattern.compile(
            "Conv\\w+|SeparableConv2D|Dense|(Spatial|Gaussian)?Dropout\\w*"
                    + "|(Global)?(Max|Average)Pooling\\w+|UpSampling\\w+|ZeroPadding\\w+|Cropping\\w+|LSTM|GRU|SimpleRNN");

    /** Those whose {@code output_dim} counts units; that of an Embedding does not. */
    private static final Set<String> UNITS = Set.of("Dense", "LSTM", "GRU", "SimpleRNN");

    private Keras1Layers() {}

    /** Nothing is changed in a layer of Keras 2, which has none of these names. */
    static void upgrade(ObjectNode layer, ObjectNode config) {
        String className = LayerJson.classOf(layer);
        if (className.equals("Merge")) {
            upgradeMerge(layer, config);
            return;
        }
        String renamed = CLASSES.getOrDefault(className, className);
        layer.put("class_name", renamed);
        if (config.has("nb_row") && config.has("nb_col")) {
            JsonNode rows = config.remove("nb_row");
            config.putArray("kernel_size").add(rows).add(config.remove("nb_col"));
        }
        if (RENAMED.matcher(renamed).matches()) {
            rename(renamed, config);
        }
        if (config.path("data_format").isTextual()) {
            config.put("data_format", dataFormat(config.get("data_format").textValue()));
        }
        upgradePadding(renamed, config);
    }

    private static void rename(String className, ObjectNode config) {
        Map<String, JsonNode> old = new LinkedHashMap<>();
        config.properties().forEach(setting -> old.put(setting.getKey(), setting.getValue()));
        config.removeAll();
        old.forEach((setting, value) -> {
            boolean countsUnits = setting.equals("output_dim") && UNITS.contains(className);
            String renamed = countsUnits ? "units" : SETTINGS.getOrDefault(setting, setting);
            if (renamed.equals(setting) || !old.containsKey(renamed)) {
                config.set(renamed, value);
            }
        });
    }

    private static String dataFormat(String ordering) {
        return switch (ordering.toLowerCase(Locale.ROOT)) {
            case "th" -> "channels_first";
            case "tf", "default" -> "channels_last";
            default -> ordering;
        };
    }

    // One number for both sides of a dimension became a pair, and one list of four sides two.
    private static void upgradePadding(String className, ObjectNode config) {
        JsonNode padding = config.path("padding");
        if (!className.equals("ZeroPadding2D")
                || !padding.isArray()
                || padding.path(0).isArray()) {
            return;
        }
        int[] sides = padding.size() == 4 ? new int[] {0, 1, 2, 3} : new int[] {0, 0, 1, 1};
        var pairs = JsonNodeFactory.instance.arrayNode();
        pairs.addArray().add(padding.path(sides[0])).add(padding.path(sides[1]));
        pairs.addArray().add(padding.path(sides[2])).add(padding.path(sides[3]));
        config.set("padding", pairs);
    }

    private static void upgradeMerge(ObjectNode layer, ObjectNode config) {
        String mode = config.path("mode").asText();
        String merge = MERGES.get(mode);
        if (merge == null || !config.path("layers").isEmpty()) {
            // Left as it is, so that it is refused by its name.
            return;
        }
        layer.put("class_name", merge);
        JsonNode concatAxis = config.path("concat_axis");
        JsonNode dotAxes = config.path("dot_axes");
        if (merge.equals("Concatenate") && concatAxis.isInt()) {
            config.set("axis", concatAxis);
        }
        if (merge.equals("Dot")) {
            config.set("axes", dotAxes);
        }
        config.remove(USED_MERGE_SETTINGS);
        if (config.path("arguments").isEmpty()) {
            config.remove("arguments");
        }
    }
}
