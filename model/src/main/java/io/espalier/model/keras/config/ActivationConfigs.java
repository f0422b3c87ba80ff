// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.activation.Activation;
import io.espalier.model.layer.activation.ELU;
import io.espalier.model.layer.activation.LeakyReLU;
import io.espalier.model.layer.activation.PReLU;
import io.espalier.model.layer.activation.ReLU;
import io.espalier.model.layer.activation.Softmax;
import io.espalier.model.layer.activation.ThresholdedReLU;
import io.espalier.model.layer.function.GeneralReLU;
import io.espalier.model.layer.function.SoftmaxAlong;
import io.espalier.model.layer.function.SoftmaxOver;
import io.espalier.model.layer.sequence.MaskedSoftmax;
import java.util.List;

/** Layers that apply a function. */
final class ActivationConfigs {
    static final List<ComposedRow<?>> ROWS = List.of(
            ComposedRow.of(
                    Activation.class,
                    config -> new Activation(config.activation()),
                    (layer, config) -> config.put("activation", ActivationNames.of(layer.function()))),
            ComposedRow.of(
                    ELU.class,
                    config -> new ELU(config.number("alpha")),
                    (layer, config) -> config.put("alpha", layer.alpha())),
            ComposedRow.of(
                    ReLU.class, ActivationConfigs::reLU, (layer, config) -> write(config, layer.maxValue(), 0, 0)),
            ComposedRow.named(
                    GeneralReLU.class,
                    "ReLU",
                    ActivationConfigs::reLU,
                    (layer, config) -> write(config, layer.maxValue(), layer.negativeSlope(), layer.threshold())),
            ComposedRow.of(
                    LeakyReLU.class,
                    config -> new LeakyReLU(config.number(config.has("alpha") ? "alpha" : "negative_slope")),
                    (layer, config) -> config.put("alpha", layer.slope())),
            ComposedRow.of(
                    PReLU.class,
                    config -> new PReLU(config.has("shared_axes") ? config.axes("shared_axes") : List.of()),
                    (layer, config) -> {
                        Settings.putInitializer(config, "alpha_initializer", "Zeros");
                        config.putNull("alpha_regularizer").putNull("alpha_constraint");
                        if (layer.sharedAxes().isEmpty()) {
                            config.putNull("shared_axes");
                        } else {
                            ArrayNode axes = config.putArray("shared_axes");
                            layer.sharedAxes().forEach(axis -> axes.add(Settings.axis(axis)));
                        }
                    }),
            ComposedRow.of(Softmax.class, ActivationConfigs::softmax, (layer, config) -> config.put("axis", -1)),
            ComposedRow.named(
                    SoftmaxAlong.class,
                    "Softmax",
                    ActivationConfigs::softmax,
                    (layer, config) -> config.put("axis", Settings.axis(layer.axis()))),
            ComposedRow.named(SoftmaxOver.class, "Softmax", ActivationConfigs::softmax, (layer, config) -> {
                ArrayNode axes = config.putArray("axis");
                layer.axes().forEach(axis -> axes.add(Settings.axis(axis)));
            }),
            new ComposedRow<>(
                    MaskedSoftmax.class,
                    "Softmax",
                    ActivationConfigs::softmax,
                    (layer, config, inputs) -> ComposedConfigs.write(layer.softmax(), config, inputs.subList(0, 1))),
            ComposedRow.of(
                    ThresholdedReLU.class,
                    config -> new ThresholdedReLU(config.number("theta")),
                    (layer, config) -> config.put("theta", layer.theta())));

    private ActivationConfigs() {}

    private static ComposedLayer softmax(LayerConfig config) {
        ComposedLayer softmax = unmasked(config);
        return CallSettings.of(config).masks().isEmpty() ? softmax : new MaskedSoftmax(softmax);
    }

    private static ComposedLayer unmasked(LayerConfig config) {
        if (config.hasLastAxis()) {
            return new Softmax();
        }
        List<Integer> axes = config.axes("axis");
        return axes.size() == 1 ? new SoftmaxAlong(axes.get(0)) : new SoftmaxOver(axes);
    }

    private static ComposedLayer reLU(LayerConfig config) {
        float slope = config.number("negative_slope", 0);
        float threshold = config.number("threshold", 0);
        JsonNode setting = config.required("max_value");
        float maximum = setting.isNull() ? Float.POSITIVE_INFINITY : config.number("max_value");
        return slope == 0 && threshold == 0 && maximum != 0
                ? new ReLU(maximum)
                : new GeneralReLU(maximum, slope, threshold);
    }

    private static void write(ObjectNode config, float maximum, float slope, float threshold) {
        if (maximum < Float.POSITIVE_INFINITY) {
            config.put("max_value", maximum);
        } else {
            config.putNull("max_value");
        }
        config.put("negative_slope", slope).put("threshold", threshold);
    }
}
