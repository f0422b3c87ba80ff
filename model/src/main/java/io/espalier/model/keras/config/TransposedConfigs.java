// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.convolution.Conv1DTranspose;
import io.espalier.model.layer.convolution.Conv2DTranspose;
import io.espalier.model.layer.function.GeneralConv2DTranspose;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Padding;
import io.espalier.model.tensor.Size;
import java.util.Collections;
import java.util.List;

/** Transposed convolutions of sequences and pictures. */
final class TransposedConfigs {
    static final List<ComposedRow<?>> ROWS = List.of(
            ComposedRow.of(Conv1DTranspose.class, TransposedConfigs::ofSequences, TransposedConfigs::write),
            ComposedRow.of(Conv2DTranspose.class, TransposedConfigs::ofPictures, TransposedConfigs::write),
            ComposedRow.named(
                    GeneralConv2DTranspose.class,
                    "Conv2DTranspose",
                    TransposedConfigs::ofPictures,
                    TransposedConfigs::write));

    private static final String OUTPUT_PADDING = "output_padding";

    private TransposedConfigs() {}

    private static ComposedLayer ofSequences(LayerConfig config) {
        config.onlyChannelsLast();
        config.only("groups", 1);
        Conv1DTranspose plain = new Conv1DTranspose(
                config.integer("filters"),
                config.length("kernel_size"),
                config.length("strides"),
                config.padding(),
                config.activation(),
                config.flag("use_bias"));
        int dilation = config.length("dilation_rate");
        List<Integer> padded = config.has(OUTPUT_PADDING) ? List.of(0, config.length(OUTPUT_PADDING)) : List.of();
        if (dilation == 1 && isUsual(padded, new Size(1, plain.kernelSize()), new Size(1, plain.strides()), config)) {
            return plain;
        }
        Conv2DTranspose flat = new Conv2DTranspose(
                plain.filters(),
                new Size(1, plain.kernelSize()),
                new Size(1, plain.strides()),
                plain.padding(),
                plain.activation(),
                plain.useBias());
        return new GeneralConv2DTranspose(flat, padded, new Size(1, dilation), true);
    }

    private static ComposedLayer ofPictures(LayerConfig config) {
        config.onlyChannelsLast();
        config.only("groups", 1);
        Conv2DTranspose plain = new Conv2DTranspose(
                config.integer("filters"),
                config.size("kernel_size"),
                config.size("strides"),
                config.padding(),
                config.activation(),
                config.flag("use_bias"));
        Size dilation = config.size("dilation_rate");
        List<Integer> padded = outputPadding(config, 2);
        return dilation.isOne() && isUsual(padded, plain.kernelSize(), plain.strides(), config)
                ? plain
                : new GeneralConv2DTranspose(plain, padded, dilation, false);
    }

    /**
     * One number for each of these dimensions, or one that stands for all; none if the file does not say.
     *
     * @throws ModelException if it is not less than the stride
     */
    static List<Integer> outputPadding(LayerConfig config, int dimensions) {
        if (!config.has(OUTPUT_PADDING)) {
            return List.of();
        }
        JsonNode given = config.setting(OUTPUT_PADDING);
        List<Integer> numbers = given.isArray()
                ? config.integers(OUTPUT_PADDING)
                : Collections.nCopies(dimensions, config.integer(OUTPUT_PADDING));
        if (numbers.size() != dimensions) {
            throw config.error("'" + OUTPUT_PADDING + "' is " + given + "; expected " + dimensions + " numbers");
        }
        return numbers;
    }

    /** Keras's default size of the output may also be given as a padding. */
    private static boolean isUsual(List<Integer> padded, Size window, Size strides, LayerConfig config) {
        boolean isSame = config.padding() == Padding.SAME;
        return padded.isEmpty()
                || (isUsual(padded.get(0), window.height(), strides.height(), isSame)
                        && isUsual(padded.get(1), window.width(), strides.width(), isSame));
    }

    private static boolean isUsual(int padded, int window, int stride, boolean isSame) {
        return padded == (isSame ? stride - window % 2 : Math.max(0, stride - window));
    }

    private static void write(Conv1DTranspose layer, ObjectNode config) {
        config.put("filters", layer.filters());
        KernelSettings.putWindow(
                config, layer.kernelSize(), layer.strides(), layer.padding().kerasName(), 1);
        KernelSettings.putSums(config.put("groups", 1), layer.activation(), layer.useBias());
        KernelSettings.putKernelAndBias(config, "kernel");
        config.putNull(OUTPUT_PADDING);
    }

    private static void write(Conv2DTranspose layer, ObjectNode config) {
        config.put("filters", layer.filters());
        KernelSettings.putWindow(config, layer.kernelSize(), layer.strides(), layer.padding(), Size.ONE);
        KernelSettings.putSums(config.put("groups", 1), layer.activation(), layer.useBias());
        KernelSettings.putKernelAndBias(config, "kernel");
        config.putNull(OUTPUT_PADDING);
    }

    private static void write(GeneralConv2DTranspose layer, ObjectNode config) {
        Conv2DTranspose convolution = layer.convolution();
        write(convolution, config);
        List<Integer> padded = layer.outputPadding();
        if (layer.ofSequences()) {
            KernelSettings.putWindow(
                    config,
                    convolution.kernelSize().width(),
                    convolution.strides().width(),
                    convolution.padding().kerasName(),
                    layer.dilation().width());
            put(config, padded.isEmpty() ? padded : padded.subList(1, 2));
        } else {
            Settings.putSize(config, "dilation_rate", layer.dilation());
            put(config, padded);
        }
    }

    static void put(ObjectNode config, List<Integer> outputPadding) {
        if (outputPadding.isEmpty()) {
            config.putNull(OUTPUT_PADDING);
        } else {
            ArrayNode numbers = config.putArray(OUTPUT_PADDING);
            outputPadding.forEach(numbers::add);
        }
    }
}
