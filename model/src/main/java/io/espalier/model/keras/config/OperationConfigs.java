// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.config;

import io.espalier.model.ModelFormatException;
import io.espalier.model.layer.Layer;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Operations on tensors, in the form of {@link OperationCalls}, as layers. */
final class OperationConfigs {
    private OperationConfigs() {}

    /** @throws ModelFormatException if the operation is none of ours, or has an argument that ours cannot have */
    static Layer read(LayerConfig config) {
        String whole = config.text("function");
        OperationArguments arguments = new OperationArguments(config);
        Layer layer = layer(config, arguments, whole.substring(whole.lastIndexOf('.') + 1));
        arguments.onlyRead(whole);
        return layer;
    }

    private static Layer layer(LayerConfig config, OperationArguments arguments, String function) {
        Optional<Layer> layer = new ElementOperations(config, arguments)
                .read(function)
                .or(() -> new MovingOperations(config, arguments).read(function))
                .or(() -> new TakingOperations(config, arguments).read(function))
                .or(() -> new SummingOperations(config, arguments).read(function));
        return layer.orElseThrow(() -> unsupported(config, function));
    }

    /** @throws ModelFormatException if a file has lost the tensors that an operation takes */
    static void requireTensors(LayerConfig config) {
        if (config.setting("function").asText().endsWith("einsum")) {
            throw config.error("Keras 2 does not store the tensors that tf.einsum takes, so the file does not say what"
                    + " the model computes; build it with EinsumDense, Dot or tf.linalg.matmul and save it again");
        }
    }

    private static ModelFormatException unsupported(LayerConfig config, String function) {
        if (function.equals("sparsemax")) {
            return config.error("sparsemax is not supported: it sorts each row, for which TFLite has no operator");
        }
        Set<String> supported = new TreeSet<>(ElementOperations.names());
        supported.addAll(MovingOperations.names());
        supported.addAll(TakingOperations.names());
        supported.addAll(SummingOperations.names());
        return config.error("the operation '" + function + "' is not supported; supported: " + supported);
    }
}
