// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.tfjs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a class of layers of TensorFlow.js 4.22 takes, in the words of Keras 2.
 *
 * @param taken the settings that it computes with
 * @param only settings that it ignores, with the value that then holds
 */
record LayerKeys(Set<String> taken, Map<String, String> only) {
    private static final Set<String> COMMON = Set.of("name", "trainable", "dtype");

    /** What only training knows. */
    private static final String OF_TRAINING = ".*_(initializer|regularizer|constraint)";

    private static final String CONVOLUTION =
            "filters kernel_size strides padding data_format dilation_rate activation use_bias groups=1";
    private static final String TRANSPOSED =
            "filters kernel_size strides padding data_format activation use_bias groups=1 output_padding=null";
    private static final String RECURRENT = "units activation use_bias return_sequences go_backwards dropout"
            + " recurrent_dropout return_state=false stateful=false unroll=false time_major=false";
    private static final String GATED = RECURRENT + " recurrent_activation implementation";
    private static final String POOLING_1D = "pool_size strides padding data_format=channels_last";
    private static final String POOLING = "pool_size strides padding data_format";

    private static final Map<String, LayerKeys> ROWS = Stream.of(
                    row("InputLayer", "batch_input_shape sparse=false ragged=false"),
                    row("Dense", "units activation use_bias"),
                    row("Conv1D", CONVOLUTION),
                    row("Conv2D", CONVOLUTION),
                    row("Conv3D", CONVOLUTION),
                    row("Conv2DTranspose", TRANSPOSED + " dilation_rate=[1,1]"),
                    row(
                            "DepthwiseConv2D",
                            "kernel_size strides padding data_format activation use_bias depth_multiplier"
                                    + " dilation_rate=[1,1] groups=1"),
                    row("SeparableConv2D", CONVOLUTION + " depth_multiplier"),
                    row("BatchNormalization", "axis momentum epsilon center scale"),
                    row("LayerNormalization", "axis epsilon center scale"),
                    row("Dropout", "rate seed noise_shape"),
                    row("AlphaDropout", "rate seed noise_shape"),
                    row("SpatialDropout1D", "rate seed noise_shape"),
                    row("GaussianDropout", "rate seed"),
                    row("GaussianNoise", "stddev seed"),
                    row("Activation", "activation"),
                    row("ReLU", "max_value negative_slope=0.0 threshold=0.0"),
                    row("LeakyReLU", "alpha"),
                    row("ELU", "alpha=1.0"),
                    row("PReLU", "shared_axes"),
                    row("Softmax", "axis"),
                    row("ThresholdedReLU", "theta"),
                    row("Rescaling", "scale offset"),
                    row("Flatten", "data_format"),
                    row("Permute", "dims"),
                    row("RepeatVector", "n"),
                    row("Reshape", "target_shape"),
                    row("ZeroPadding2D", "padding data_format"),
                    row("Cropping2D", "cropping data_format"),
                    row("UpSampling2D", "size data_format interpolation=nearest"),
                    row("MaxPooling1D", POOLING_1D),
                    row("AveragePooling1D", POOLING_1D),
                    row("MaxPooling2D", POOLING),
                    row("AveragePooling2D", POOLING),
                    row("MaxPooling3D", POOLING),
                    row("AveragePooling3D", POOLING),
                    row("GlobalMaxPooling1D", "data_format=channels_last keepdims=false"),
                    row("GlobalAveragePooling1D", "data_format=channels_last keepdims=false"),
                    row("GlobalMaxPooling2D", "data_format keepdims=false"),
                    row("GlobalAveragePooling2D", "data_format keepdims=false"),
                    row("Add", ""),
                    row("Average", ""),
                    row("Maximum", ""),
                    row("Minimum", ""),
                    row("Multiply", ""),
                    row("Concatenate", "axis"),
                    row("Dot", "axes normalize"),
                    row("Embedding", "input_dim output_dim input_length mask_zero=false"),
                    row("SimpleRNN", RECURRENT),
                    row("LSTM", GATED + " unit_forget_bias"),
                    row("GRU", GATED + " reset_after=false"),
                    row("Bidirectional", "layer merge_mode"),
                    row("TimeDistributed", "layer"))
            .collect(Collectors.toUnmodifiableMap(Row::className, Row::keys));

    private record Row(String className, LayerKeys keys) {}

    private static Row row(String className, String settings) {
        List<String> words = settings.isEmpty() ? List.of() : List.of(settings.split(" "));
        Map<String, String> only = words.stream()
                .filter(word -> word.contains("="))
                .map(word -> word.split("="))
                .collect(Collectors.toUnmodifiableMap(parts -> parts[0], parts -> parts[1]));
        Set<String> taken = words.stream().filter(word -> !word.contains("=")).collect(Collectors.toSet());
        return new Row(className, new LayerKeys(taken, only));
    }

    /** The classes that there are. */
    static Set<String> classes() {
        return ROWS.keySet();
    }

    /**
     * What TensorFlow.js would ignore or compute otherwise in the settings of a layer, in words; none if nothing. Settings that it ignores and
     * that say what holds without them are taken out.
     */
    static List<String> problems(String className, ObjectNode config) {
        LayerKeys keys = ROWS.get(className);
        if (keys == null) {
            return List.of("layers models of TensorFlow.js have no such layer");
        }
        List<String> problems = new ArrayList<>();
        for (String key : fields(config)) {
            JsonNode value = config.get(key);
            if (keys.only.containsKey(key)) {
                if (!text(value).equals(keys.only.get(key))) {
                    problems.add("TensorFlow.js ignores or refuses '" + key + "', which is " + text(value));
                }
                config.remove(key);
            } else if (!keys.taken.contains(key) && !COMMON.contains(key) && !key.matches(OF_TRAINING)) {
                problems.add("TensorFlow.js does not know the setting '" + key + "', which is " + text(value));
            }
        }
        return problems;
    }

    private static List<String> fields(ObjectNode config) {
        List<String> names = new ArrayList<>();
        config.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static String text(JsonNode value) {
        if (value instanceof ArrayNode) {
            return value.toString();
        }
        return value.asText();
    }
}
