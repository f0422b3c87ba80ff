// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.model.layer.function.EinsumDense;
import io.espalier.model.tensor.ModelException;
import java.util.ArrayList;
import java.util.List;

/** EinsumDense. */
final class EinsumConfigs {
    static final List<ComposedRow<?>> ROWS =
            List.of(ComposedRow.of(EinsumDense.class, EinsumConfigs::read, EinsumConfigs::write));

    private EinsumConfigs() {}

    private static EinsumDense read(LayerConfig config) {
        String biasAxes = config.setting("bias_axes").isNull() ? "" : config.text("bias_axes");
        try {
            return new EinsumDense(config.text("equation"), outputDimensions(config), biasAxes, config.activation());
        } catch (ModelException e) {
            throw config.error(String.valueOf(e.getMessage()));
        }
    }

    private static List<Integer> outputDimensions(LayerConfig config) {
        JsonNode shape = config.required("output_shape");
        List<Integer> dimensions = new ArrayList<>();
        for (JsonNode dimension : shape.isArray() ? shape : List.of(shape)) {
            if (!dimension.isNull() && !dimension.isInt()) {
                throw config.error(
                        "'output_shape' is " + shape + "; expected a whole number or null for each dimension");
            }
            dimensions.add(dimension.isNull() ? -1 : dimension.intValue());
        }
        return dimensions;
    }

    private static void write(EinsumDense layer, ObjectNode config) {
        config.put("equation", layer.equation());
        ArrayNode shape = config.putArray("output_shape");
        layer.outputDimensions().forEach(size -> {
            if (size == -1) {
                shape.addNull();
            } else {
                shape.add(size);
            }
        });
        config.put("activation", ActivationNames.of(layer.activation()));
        if (layer.biasAxes().isEmpty()) {
            config.putNull("bias_axes");
        } else {
            config.put("bias_axes", layer.biasAxes());
        }
        KernelSettings.putKernelAndBias(config, "kernel");
    }
}
