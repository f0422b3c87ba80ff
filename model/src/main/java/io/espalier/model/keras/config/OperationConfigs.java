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
                .or(() -> new SummingOperations(config, arguments).read(function));
        return layer.orElseThrow(() -> unsupported(config, function));
    }

    private static ModelFormatException unsupported(LayerConfig config, String function) {
        Set<String> supported = new TreeSet<>(ElementOperations.names());
        supported.addAll(MovingOperations.names());
        supported.addAll(SummingOperations.names());
        return config.error("the operation '" + function + "' is not supported; supported: " + supported);
    }
}
