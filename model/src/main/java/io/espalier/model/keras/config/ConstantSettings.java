// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Constants in settings, as numbers or lists of lists of them. */
final class ConstantSettings {
    private ConstantSettings() {}

    static Tensor of(LayerConfig config, String setting) {
        return of(config, setting, config.required(setting));
    }

    /** @param what the setting or argument, for messages */
    static Tensor of(LayerConfig config, String what, JsonNode constant) {
        List<Integer> dimensions = new ArrayList<>();
        for (JsonNode part = constant; part.isArray(); part = part.path(0)) {
            dimensions.add(part.size());
        }
        List<Float> numbers = new ArrayList<>();
        collect(config, what, constant, numbers);
        float[] values = new float[numbers.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = numbers.get(i);
        }
        return Tensor.of(new Shape(dimensions), values);
    }

    /**
     * One that is combined with the operation's input, in the form that it has for one example: without a first dimension of 1 where the
     * input has its batch.
     */
    static Tensor ofExample(LayerConfig config, String what, JsonNode constant) {
        Tensor value = of(config, what, constant);
        Shape shape = value.shape();
        int rank = config.inputs().stream().mapToInt(Shape::rank).max().orElse(0);
        if (shape.rank() <= rank) {
            return value;
        }
        if (shape.rank() > rank + 1 || shape.dimension(0) != 1) {
            throw config.error("combines its input with a constant of shape " + shape
                    + "; the first dimension of the input is the batch, so a constant may only have a 1 there");
        }
        return Tensor.of(new Shape(shape.dimensions().subList(1, shape.rank())), value.toArray());
    }

    private static void collect(LayerConfig config, String what, JsonNode constant, List<Float> numbers) {
        if (constant.isArray()) {
            constant.forEach(part -> collect(config, what, part, numbers));
        } else if (constant.isNumber()) {
            numbers.add(constant.floatValue());
        } else if (constant.isBoolean()) {
            numbers.add(constant.booleanValue() ? 1f : 0f);
        } else {
            throw config.error("'" + what + "' is or has " + constant + "; expected a number or lists of numbers");
        }
    }

    /** A scalar, or a list of its numbers. */
    static void put(ObjectNode config, String setting, Tensor value) {
        if (value.shape().rank() == 0) {
            config.put(setting, value.get(0));
            return;
        }
        ArrayNode numbers = config.putArray(setting);
        for (float number : value.toArray()) {
            numbers.add(number);
        }
    }
}
