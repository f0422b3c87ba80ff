// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras;

import com.fasterxml.jackson.databind.JsonNode;
import io.espalier.model.ModelFormatException;
import io.espalier.model.keras.config.KnownCall;
import io.espalier.model.keras.config.KnownNumbers;
import io.espalier.model.keras.config.LayerConfig;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Outputs of operations that are known when a model is read, since all shapes are known but for the batch: {@code tf.shape(x)}, a dimension of
 * it, half of that. Such operations are no layers here; their numbers stand in the arguments of others.
 */
final class KnownOutputs {
    private final Map<String, KnownNumbers> known = new HashMap<>();

    boolean has(String name) {
        return known.containsKey(name);
    }

    private Optional<KnownNumbers> of(String name) {
        return Optional.ofNullable(known.get(name));
    }

    /**
     * The outputs of an operation whose numbers are known; empty if they are not.
     *
     * @param config with the settings of an operation, and the shapes of its inputs as the file has them
     * @param rows what the first dimension of the inputs is
     * @throws ModelFormatException if all inputs are known, but what the operation does is not
     */
    Optional<List<String>> compute(LayerConfig config, List<String> inputs, Rows rows) {
        String function = KnownCall.function(config.settings());
        List<KnownNumbers> results;
        if (!inputs.isEmpty() && inputs.stream().allMatch(this::isNumber)) {
            LayerConfig alone = new LayerConfig(
                    config.file(), config.name(), config.className(), with(config.settings(), inputs), List.of());
            results = KnownCall.results(alone);
        } else {
            Optional<KnownNumbers> ofShape = inputs.size() == 1
                    ? KnownCall.ofShape(
                            function,
                            rows.number(),
                            rows.isAlone(),
                            config.inputs().get(0))
                    : Optional.empty();
            if (ofShape.isEmpty()) {
                return Optional.empty();
            }
            results = List.of(ofShape.get());
        }
        List<String> names = new ArrayList<>();
        for (int i = 0; i < results.size(); i++) {
            String name = results.size() == 1 ? config.name() : config.name() + "/output_" + i;
            known.put(name, results.get(i));
            names.add(name);
        }
        known.putIfAbsent(config.name(), results.get(0));
        return Optional.of(names);
    }

    private boolean isNumber(String input) {
        return of(input).filter(numbers -> !numbers.forEachExample()).isPresent();
    }

    /** The shape of an output for one example, if it is known and has a batch; one number otherwise. */
    Shape shapeOfExample(String name) {
        return ofExamples(name)
                .map(numbers -> numbers.shape().dimensions())
                .map(dimensions -> new Shape(dimensions.subList(1, dimensions.size())))
                .orElse(Shape.of());
    }

    /** The numbers of an output that is the same for each example, and has a batch; empty for all others. */
    Optional<KnownNumbers> ofExamples(String input) {
        return of(input).filter(KnownNumbers::forEachExample);
    }

    /** The numbers of an output without a batch; empty if they are a shape with the batch in it, or one number, which no layer takes. */
    Optional<Tensor> alone(String input) {
        return of(input).filter(KnownNumbers::isTensor).map(KnownNumbers::values);
    }

    /** Says that a layer puts out the numbers of an output now. */
    void isLayer(String name) {
        known.remove(name);
    }

    /** The settings of an operation with known numbers among its operands. */
    JsonNode with(JsonNode settings, List<String> inputs) {
        return KnownCall.with(settings, inputs.stream().map(this::of).toList());
    }

    /** @throws ModelFormatException if an input of a layer is known, and has no batch */
    void requireNone(LayerConfig layer, List<String> inputs) {
        for (String input : inputs) {
            of(input).ifPresent(numbers -> {
                throw layer.error("takes the output of '" + input + "', which depends on shapes alone: "
                        + numbers.text() + ". It has no batch dimension, so no layer can take it; use it as an argument"
                        + " of an operation, such as tf.reshape, or repeat it for each example: tf.tile(y[tf.newaxis],"
                        + " [tf.shape(x)[0], 1])");
            });
        }
    }
}
