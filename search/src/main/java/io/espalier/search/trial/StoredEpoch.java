// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.trial;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.experiment.report.Report.Epoch;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An epoch of a training as the file of its step has it. */
final class StoredEpoch {
    private StoredEpoch() {}

    static ObjectNode write(Epoch epoch) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("training", epoch.training())
                .put("epoch", epoch.epoch())
                .put("loss", epoch.loss())
                .put("accuracy", epoch.accuracy())
                .put("validation_loss", epoch.validationLoss())
                .put("validation_accuracy", epoch.validationAccuracy())
                .put("seconds", epoch.seconds());
        ObjectNode outputs = json.putObject("outputs");
        epoch.outputs().forEach(outputs::put);
        return json;
    }

    static Epoch read(JsonNode json) {
        Map<String, Double> outputs = new LinkedHashMap<>();
        json.path("outputs")
                .properties()
                .forEach(
                        output -> outputs.put(output.getKey(), output.getValue().asDouble(Double.NaN)));
        return new Epoch(
                json.path("training").asText(),
                json.path("epoch").asInt(),
                json.path("loss").asDouble(Double.NaN),
                number(json.path("accuracy")),
                number(json.path("validation_loss")),
                number(json.path("validation_accuracy")),
                json.path("seconds").asDouble(Double.NaN),
                outputs);
    }

    private static @Nullable Double number(JsonNode node) {
        return node.isNumber() ? (Double) node.doubleValue() : null;
    }
}
