// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.report;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.base.Provenance;
import io.espalier.data.DataFormatException;
import io.espalier.data.Metric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Reads {@code report.json}. Fields of newer versions are ignored, those that older versions lack are null or empty. */
final class ReportFile {
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            // What is empty is not written.
            .withConfigOverride(
                    Map.class, override -> override.setSetterInfo(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY)))
            .withConfigOverride(
                    List.class, override -> override.setSetterInfo(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY)))
            .addModule(new SimpleModule().addDeserializer(Provenance.class, new ProvenanceReader()))
            .build();

    private ReportFile() {}

    static Report read(Path file) throws IOException {
        try {
            JsonNode tree = JSON.readTree(Files.readAllBytes(file));
            if (!tree.path("variants").isArray() || tree.path("variants").isEmpty()) {
                throw new DataFormatException(file + ": is no report of a lab or of compress: it has no variants");
            }
            ((ArrayNode) tree.get("variants")).forEach(variant -> gatherScores((ObjectNode) variant));
            Report report = JSON.treeToValue(tree, Report.class);
            if (!isWhole(report)) {
                throw new DataFormatException(
                        file + ": is damaged, or no report of a lab or of compress; run the lab again");
            }
            return report;
        } catch (NoSuchFileException e) {
            throw new DataFormatException(
                    file + ": does not exist; name the folder of a lab or of compress, which leave it there", e);
        } catch (JsonProcessingException | IllegalArgumentException | ClassCastException | NullPointerException e) {
            throw new DataFormatException(
                    file + ": is damaged, or no report of a lab or of compress; run the lab again", e);
        }
    }

    private static boolean isWhole(Report report) {
        boolean whole = Stream.of(
                        report.lab(),
                        report.espalier(),
                        report.machine(),
                        report.data(),
                        report.settings(),
                        report.task())
                .allMatch(Objects::nonNull);
        return whole
                && Metric.named(report.task().metric()).isPresent()
                && report.variants().stream()
                        .allMatch(variant -> Stream.of(variant.name(), variant.sha256(), variant.provenance())
                                .allMatch(Objects::nonNull));
    }

    // In the file they stand beside the other figures.
    private static void gatherScores(ObjectNode variant) {
        List<String> keys = new ArrayList<>();
        for (Map.Entry<String, JsonNode> field : variant.properties()) {
            String metric = field.getKey().substring(field.getKey().lastIndexOf('/') + 1);
            if (Metric.named(metric).isPresent() && field.getValue().isNumber()) {
                keys.add(field.getKey());
            }
        }
        ObjectNode scores = variant.objectNode();
        keys.forEach(key -> scores.set(key, variant.get(key)));
        variant.remove(keys);
        variant.set("scores", scores);
    }

    private static final class ProvenanceReader extends StdDeserializer<Provenance> {
        private static final long serialVersionUID = 1;

        ProvenanceReader() {
            super(Provenance.class);
        }

        @Override
        public Provenance deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            return Provenance.fromJson(parser.readValueAsTree().toString());
        }
    }
}
