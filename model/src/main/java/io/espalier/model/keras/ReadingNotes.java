// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras;

import com.fasterxml.jackson.databind.JsonNode;
import io.espalier.model.Node;
import io.espalier.model.keras.config.LayerConfig;
import io.espalier.model.keras.config.LayerConfigReader;
import io.espalier.model.keras.config.LayerJson;
import io.espalier.model.keras.config.LayerTypes;
import io.espalier.model.layer.BatchNormalization;
import io.espalier.model.tensor.Shape;
import java.util.List;

/** What is said of layers that compute something else here than they do in Keras. */
final class ReadingNotes {
    private final KerasReader reader;
    private boolean isHalfNoted;
    private boolean isInt8Noted;

    ReadingNotes(KerasReader reader) {
        this.reader = reader;
    }

    void settings(LayerConfig layer, JsonNode settings) {
        type(layer);
        if (LayerJson.isStateful(settings)) {
            reader.note("layer '" + layer.name() + "' (" + layer.className()
                    + ") is stateful, so Keras starts each batch with the state after the"
                    + " batch before; Espalier starts each sequence with zeros, as Keras does after reset_states()."
                    + " To carry the state on, build the model with it as an input and an output (initial_state,"
                    + " return_state)");
        }
    }

    private void type(LayerConfig layer) {
        boolean isInt8 = layer.type().startsWith(LayerTypes.INT8);
        if (isInt8 && !isInt8Noted) {
            isInt8Noted = true;
            reader.note("Keras has quantized layer '" + layer.name() + "' (dtype " + layer.type()
                    + ") and maybe others to int8, and rounds their inputs while it runs; Espalier reads their weights"
                    + " as the floats that they stand for and computes in float");
        }
        if (!isInt8 && layer.type().endsWith("float16") && !isHalfNoted) {
            isHalfNoted = true;
            reader.note("Keras computes layer '" + layer.name() + "' (dtype " + layer.type()
                    + ") and maybe others in 16 bits; Espalier reads them as float32, which rounds less");
        }
    }

    /**
     * Of a layer that is called as while it is trained.
     *
     * @param inputs the shapes that reach it
     */
    void training(Node node, List<Shape> inputs, String className) {
        String layer = "layer '" + node.name() + "' (" + className + ") is called with training=True, so Keras ";
        if (node.layer() instanceof BatchNormalization) {
            reader.note(layer + "normalizes with the mean and variance of each batch; Espalier uses the layer's moving"
                    + " averages, as in inference");
        } else if (node.layer().isRandom(inputs) || LayerConfigReader.isAugmentation(className)) {
            reader.note(layer + "changes values at random in inference too; Espalier does not");
        }
    }
}
