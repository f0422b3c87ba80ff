// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.config;

import static java.util.Map.entry;

import io.espalier.model.ModelFormatException;
import io.espalier.model.layer.BatchNormalization;
import io.espalier.model.layer.Conv1D;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.DepthwiseConv2D;
import io.espalier.model.layer.Dropout;
import io.espalier.model.layer.Input;
import io.espalier.model.layer.Layer;
import io.espalier.model.layer.function.Identity;
import io.espalier.model.tensor.ModelException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Layers from their Keras settings, by class name.
 *
 * <p>Settings that only matter to training in Keras ({@link UnusedSettings}) are not kept. All others are read, or refused by their name. Layers that change pictures at random are read as {@link Identity}:
 * pictures are changed where data are read, by other settings.
 */
public final class LayerConfigReader {
    private static final Map<String, Function<LayerConfig, Layer>> READERS = Map.ofEntries(
            entry("BatchNormalization", LayerConfigReader::batchNormalization),
            entry("Conv1D", LayerConfigReader::conv1D),
            entry("Conv2D", LayerConfigReader::conv2D),
            entry("Dense", config -> new Dense(config.integer("units"), config.activation(), config.flag("use_bias"))),
            entry("DepthwiseConv2D", LayerConfigReader::depthwiseConv2D),
            entry("Dropout", LayerConfigReader::dropout),
            entry("InputLayer", LayerConfigReader::input),
            entry(OperationCalls.CLASS, OperationConfigs::read));

    /** These change pictures at random while a model is trained, and do nothing afterwards. */
    private static final Set<String> AUGMENTATIONS = Set.of(
            "RandomBrightness", "RandomContrast", "RandomFlip", "RandomRotation", "RandomTranslation", "RandomZoom");

    private LayerConfigReader() {}

    /** Whether Keras's layers of a class change pictures at random, and only while a model is trained. */
    public static boolean isAugmentation(String className) {
        return AUGMENTATIONS.contains(className);
    }

    /** @throws io.espalier.model.ModelFormatException if the layer is not one of ours, or has a setting that ours cannot have */
    public static Layer read(LayerConfig config) {
        if (config.inputs().isEmpty() && !config.className().equals("InputLayer")) {
            OperationConfigs.requireTensors(config);
            throw config.error("expects one input or more, but has none");
        }
        LayerTypes.check(config);
        try {
            Function<LayerConfig, Layer> reader = READERS.get(config.className());
            Layer layer = reader == null ? composed(config) : reader.apply(config);
            if (!isAugmentation(config.className())) {
                config.onlyReadSettings();
            }
            return layer;
        } catch (ModelException e) {
            throw config.error(e);
        }
    }

    private static Layer composed(LayerConfig config) {
        if (isAugmentation(config.className())) {
            return new Identity();
        }
        return ComposedConfigs.read(config).orElseThrow(() -> unsupported(config));
    }

    private static ModelFormatException unsupported(LayerConfig config) {
        if (config.className().equals("Lambda")) {
            return config.error("contains Python code, which Espalier never runs; build the model with Keras layers"
                    + " instead, or map the layer with KerasReader.withLayer(\"Lambda\", ...)");
        }
        Optional<String> reason = CategoryConfigs.reason(config.className());
        if (reason.isPresent()) {
            return config.error(reason.get());
        }
        TreeSet<String> supported = new TreeSet<>(READERS.keySet());
        supported.addAll(ComposedConfigs.classNames());
        supported.addAll(AUGMENTATIONS);
        return config.error("this layer is not supported; supported: " + supported);
    }

    public static void checkInput(LayerConfig config) {
        config.only("sparse", false);
        config.only("ragged", false);
        LayerTypes.checkInput(config);
        config.onlyReadSettings();
    }

    private static Layer input(LayerConfig config) {
        checkInput(config);
        return new Input(config.batchShape("batch_input_shape"));
    }

    private static Layer conv1D(LayerConfig config) {
        return config.setting("groups").asInt(1) == 1 ? convolution1D(config) : composed(config);
    }

    /** As {@link #convolution}, over sequences. */
    static Conv1D convolution1D(LayerConfig config) {
        config.onlyChannelsLast();
        return new Conv1D(
                config.integer("filters"),
                config.length("kernel_size"),
                config.length("strides"),
                config.temporalPadding(),
                config.length("dilation_rate"),
                config.activation(),
                config.flag("use_bias"));
    }

    private static Layer conv2D(LayerConfig config) {
        return config.setting("groups").asInt(1) == 1 ? convolution(config) : composed(config);
    }

    /** A convolution, whatever groups it has. */
    static Conv2D convolution(LayerConfig config) {
        config.onlyChannelsLast();
        return new Conv2D(
                config.integer("filters"),
                config.size("kernel_size"),
                config.size("strides"),
                config.padding(),
                config.size("dilation_rate"),
                config.activation(),
                config.flag("use_bias"));
    }

    private static Layer depthwiseConv2D(LayerConfig config) {
        config.onlyChannelsLast();
        config.only("groups", 1);
        return new DepthwiseConv2D(
                config.size("kernel_size"),
                config.size("strides"),
                config.padding(),
                config.integer("depth_multiplier"),
                config.size("dilation_rate"),
                config.activation(),
                config.flag("use_bias"));
    }

    private static Layer batchNormalization(LayerConfig config) {
        config.onlyLastAxis();
        return new BatchNormalization(
                config.number("momentum"), config.number("epsilon"), config.flag("center"), config.flag("scale"));
    }

    private static Layer dropout(LayerConfig config) {
        return new Dropout(config.number("rate"), config.noiseShape());
    }
}
