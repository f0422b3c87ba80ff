// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Shape;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How the settings of composed layers stand in Keras files. */
public final class ComposedConfigs {
    private static final List<ComposedRow<?>> ROWS = Stream.<List<ComposedRow<?>>>of(
                    ActivationConfigs.ROWS,
                    AttentionConfigs.ROWS,
                    ConvolutionConfigs.ROWS,
                    MergingConfigs.ROWS,
                    ReshapingConfigs.ROWS,
                    RegularizationConfigs.ROWS,
                    NormalizationConfigs.ROWS,
                    PoolingConfigs.ROWS,
                    RecurrentConfigs.ROWS)
            .flatMap(List::stream)
            .toList();

    private ComposedConfigs() {}

    public static Set<Class<?>> types() {
        return ROWS.stream().map(ComposedRow::type).collect(Collectors.toSet());
    }

    static Set<String> classNames() {
        return ROWS.stream().map(ComposedRow::className).collect(Collectors.toSet());
    }

    /** The layer of that class, if it is one of these. */
    static Optional<ComposedLayer> read(LayerConfig config) {
        return ROWS.stream()
                .filter(row -> row.className().equals(config.className()))
                .findFirst()
                .map(row -> row.reader().apply(config));
    }

    /** @throws ModelException if the layer was added from outside and Keras has no name for it */
    static void write(ComposedLayer layer, ObjectNode config, List<Shape> inputs) {
        ROWS.stream()
                .filter(row -> row.type().isInstance(layer))
                .findFirst()
                .orElseThrow(
                        () -> new ModelException(
                                "a layer of class " + layer.kind()
                                        + " does not exist in Keras, so a Keras file cannot contain it; convert the model to .tflite instead"))
                .write(layer, config, inputs);
    }
}
