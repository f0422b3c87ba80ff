// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.config;

import io.espalier.model.tensor.WeightSpec;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Where Keras 3 keeps the weights of layers. */
public final class Keras3Paths {
    /** What a model calls its layers; the second in tf.keras. */
    public static final List<String> CONTAINERS = List.of("layers", "_layer_checkpoint_dependencies");

    /** What a layer calls the cells that it consists of. */
    public static final String CELLS = "cells";

    private Keras3Paths() {}

    /** The name of a class as Keras 3 counts it: {@code Conv2DTranspose} becomes {@code conv2d_transpose}. */
    public static String snakeCase(String className) {
        return className
                .replaceAll("\\W+", "")
                .replaceAll("(.)([A-Z][a-z0-9]+)", "$1_$2")
                .replaceAll("([a-z])([A-Z])", "$1_$2")
                .toLowerCase(Locale.ROOT);
    }

    /** A layer's weights in the order of their numbers: those that are trained first. */
    public static List<WeightSpec> trainedFirst(List<WeightSpec> weights) {
        return weights.stream()
                .sorted(Comparator.comparing(weight -> !weight.trainable()))
                .toList();
    }

    /** Within a layer, the paths of the parts that have its weights, in their order. */
    public static List<String> parts(String className) {
        return switch (className) {
            case "LSTM", "GRU", "SimpleRNN", "RNN", "ConvLSTM1D", "ConvLSTM2D", "ConvLSTM3D" -> List.of("cell/");
            case "Bidirectional" -> List.of("forward_layer/cell/", "backward_layer/cell/");
            case "TimeDistributed" -> List.of("layer/");
            case "MultiHeadAttention", "GroupedQueryAttention" ->
                List.of("query_dense/", "key_dense/", "value_dense/", "output_dense/");
            default -> List.of("");
        };
    }
}
