// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Shape;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How the settings of composed layers stand in Keras files. */
public final class ComposedConfigs {
    private ComposedConfigs() {}

    /** All rows, family by family: what is not asked for is not set up, so that a small model is read quickly. */
    private static Stream<ComposedRow<?>> rows() {
        return Stream.<Supplier<List<ComposedRow<?>>>>of(
                        () -> ReshapingConfigs.ROWS,
                        () -> PoolingConfigs.ROWS,
                        () -> ActivationConfigs.ROWS,
                        () -> MergingConfigs.ROWS,
                        () -> ConvolutionConfigs.ROWS,
                        () -> NormalizationConfigs.ROWS,
                        () -> RegularizationConfigs.ROWS,
                        () -> RecurrentConfigs.ROWS,
                        () -> AttentionConfigs.ROWS)
                .flatMap(family -> family.get().stream());
    }

    public static Set<Class<?>> types() {
        return rows().map(ComposedRow::type).collect(Collectors.toSet());
    }

    static Set<String> classNames() {
        return rows().map(ComposedRow::className).collect(Collectors.toSet());
    }

    /** The layer of that class, if it is one of these. */
    static Optional<ComposedLayer> read(LayerConfig config) {
        return rows().filter(row -> row.className().equals(config.className()))
                .findFirst()
                .map(row -> row.reader().apply(config));
    }

    /** @throws ModelException if the layer was added from outside and Keras has no name for it */
    static void write(ComposedLayer layer, ObjectNode config, List<Shape> inputs) {
        rows().filter(row -> row.type().isInstance(layer))
                .findFirst()
                .orElseThrow(
                        () -> new ModelException(
                                "a layer of class " + layer.kind()
                                        + " does not exist in Keras, so a Keras file cannot contain it; convert the model to .tflite instead"))
                .write(layer, config, inputs);
    }
}
