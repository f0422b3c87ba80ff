// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.tensor.Shape;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * How the settings of one composed layer stand in Keras files.
 *
 * @param className Keras's, which several of our layers may share; the first row of a class reads all of them
 * @param writer adds the settings behind those that every layer has
 */
public record ComposedRow<L extends ComposedLayer>(
        Class<L> type, String className, Function<LayerConfig, ? extends ComposedLayer> reader, Writer<L> writer) {
    @FunctionalInterface
    interface Writer<L> {
        /** @param inputs the shapes that reach the layer */
        void write(L layer, ObjectNode config, List<Shape> inputs);
    }

    /** Of a layer whose simple name is Keras's class name. */
    public static <L extends ComposedLayer> ComposedRow<L> of(
            Class<L> type, Function<LayerConfig, ? extends ComposedLayer> reader, BiConsumer<L, ObjectNode> writer) {
        return named(type, type.getSimpleName(), reader, writer);
    }

    static <L extends ComposedLayer> ComposedRow<L> named(
            Class<L> type,
            String className,
            Function<LayerConfig, ? extends ComposedLayer> reader,
            BiConsumer<L, ObjectNode> writer) {
        return new ComposedRow<>(type, className, reader, (layer, config, inputs) -> writer.accept(layer, config));
    }

    /** Of a layer without settings. */
    static <L extends ComposedLayer> ComposedRow<L> plain(L layer, Class<L> type) {
        return of(type, config -> layer, (written, config) -> {});
    }

    void write(ComposedLayer layer, ObjectNode config, List<Shape> inputs) {
        writer.write(type.cast(layer), config, inputs);
    }
}
