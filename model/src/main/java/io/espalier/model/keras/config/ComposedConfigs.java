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
    /** The tables, in the order in which they are asked. One that is not asked is not set up, so that a small model is read quickly. */
    private enum Family {
        RESHAPING,
        POOLING,
        ACTIVATION,
        GLOBAL_POOLING,
        RESIZING,
        MERGING,
        CONVOLUTION,
        TRANSPOSED,
        VOLUME_CONVOLUTION,
        NORMALIZATION,
        REGULARIZATION,
        RECURRENT,
        SEQUENCE,
        ATTENTION,
        VOLUME,
        CONV_LSTM,
        LOCAL,
        EINSUM,
        CATEGORY;

        Stream<ComposedRow<?>> rows() {
            List<ComposedRow<?>> table = switch (this) {
                case RESHAPING -> ReshapingConfigs.ROWS;
                case POOLING -> PoolingConfigs.ROWS;
                case ACTIVATION -> ActivationConfigs.ROWS;
                case GLOBAL_POOLING -> GlobalPoolingConfigs.ROWS;
                case RESIZING -> ResizingConfigs.ROWS;
                case MERGING -> MergingConfigs.ROWS;
                case CONVOLUTION -> ConvolutionConfigs.ROWS;
                case TRANSPOSED -> TransposedConfigs.ROWS;
                case VOLUME_CONVOLUTION -> VolumeConvolutionConfigs.ROWS;
                case NORMALIZATION -> NormalizationConfigs.ROWS;
                case REGULARIZATION -> RegularizationConfigs.ROWS;
                case RECURRENT -> RecurrentConfigs.ROWS;
                case SEQUENCE -> SequenceConfigs.ROWS;
                case ATTENTION -> AttentionConfigs.ROWS;
                case VOLUME -> VolumeConfigs.ROWS;
                case CONV_LSTM -> ConvLstmConfigs.ROWS;
                case LOCAL -> LocalConfigs.ROWS;
                case EINSUM -> EinsumConfigs.ROWS;
                case CATEGORY -> CategoryConfigs.ROWS;
            };
            return table.stream();
        }
    }

    private ComposedConfigs() {}

    private static Stream<ComposedRow<?>> rows() {
        return Stream.of(Family.values()).flatMap(Family::rows);
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
