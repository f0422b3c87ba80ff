// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.runs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.espalier.base.internal.JsonTree;
import io.espalier.experiment.report.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The figures in the report beside a run file, by file and name. Times and memory are left out: they differ from run to run. */
public final class RunFigures {
    private static final Set<String> NOT_COMPARED = Set.of(
            "name", "sha256", "bytes", "latencyMicros", "latencyP95Micros", "residentBytes", "evaluationSeconds");

    private RunFigures() {}

    /**
     * The figures in a folder; none if there is no report.
     *
     * @throws RunFileException if the report is no JSON
     * @throws IOException if it cannot be read
     */
    public static Map<String, String> in(Path folder) throws IOException {
        Path report = folder.resolve(Report.FILE_NAME);
        Map<String, String> figures = new LinkedHashMap<>();
        if (!Files.isRegularFile(report)) {
            return figures;
        }
        for (JsonNode variant : parsed(report).path("variants")) {
            for (Map.Entry<String, JsonNode> figure : variant.properties()) {
                if (figure.getValue().isNumber() && !NOT_COMPARED.contains(figure.getKey())) {
                    figures.put(
                            variant.path("name").asText() + " " + figure.getKey(),
                            figure.getValue().asText());
                }
            }
        }
        return figures;
    }

    private static JsonNode parsed(Path report) throws IOException {
        try {
            return JsonTree.parse(Files.readString(report));
        } catch (JsonProcessingException e) {
            throw new RunFileException(report + ": is not valid JSON");
        }
    }
}
