// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Settings of Keras's layers that no layer here reads, since they have no effect on what a trained model computes: they say how weights start
 * and are trained, how Keras carries a computation out, or what is known from elsewhere.
 *
 * <p>A setting with {@code =} has no effect at that value alone. Null always stands for a setting that is not given.
 */
final class UnusedSettings {
    private static final Pattern OF_TRAINING = Pattern.compile("(\\w+_)?(initializer|regularizer|constraint|init)");

    /** Of all layers. */
    private static final List<String> EVERYWHERE = List.of(
            "name",
            "trainable",
            "seed",
            "data_format=channels_last",
            "batch_size",
            "batch_input_shape",
            "input_shape",
            // Of Keras 1.
            "input_dtype",
            "input_dim",
            "input_length");

    private static final List<String> RECURRENT =
            List.of("implementation", "unroll", "use_cudnn", "zero_output_for_mask", "consume_less");

    private static final Map<String, List<String>> BY_CLASS = Map.of(
            "BatchNormalization",
                    List.of(
                            "renorm=false",
                            "renorm_clipping",
                            "renorm_momentum",
                            "fused",
                            "synchronized",
                            "virtual_batch_size",
                            // Of Keras 1: both modes are alike once a model is trained.
                            "mode=0",
                            "mode=2"),
            // Its weights are int8 with their scales, whatever quantizers made them.
            "Dense", List.of("quantization_config"),
            "Embedding", List.of("dropout", "sparse", "quantization_config"),
            "GRU", RECURRENT,
            "GroupedQueryAttention", List.of("flash_attention", "use_gate=false"),
            "InputLayer", List.of("optional=false"),
            "LSTM", RECURRENT,
            "MultiHeadAttention",
                    List.of("query_shape", "key_shape", "value_shape", "flash_attention", "use_gate=false"),
            "Resizing", List.of("fill_mode", "fill_value"),
            "SimpleRNN", RECURRENT);

    private UnusedSettings() {}

    static boolean isWithoutEffect(String className, String setting, JsonNode value) {
        return value.isNull()
                || OF_TRAINING.matcher(setting).matches()
                || isListed(EVERYWHERE, setting, value)
                || isListed(ofClass(className), setting, value);
    }

    private static List<String> ofClass(String className) {
        return LayerJson.isConvLstm(className) ? RECURRENT : BY_CLASS.getOrDefault(className, List.of());
    }

    private static boolean isListed(List<String> listed, String setting, JsonNode value) {
        Optional<Boolean> flag = LayerJson.flag(value);
        return listed.contains(setting)
                || listed.contains(setting + "=" + value.asText())
                || flag.filter(known -> listed.contains(setting + "=" + known)).isPresent();
    }
}
