// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.run;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.base.EspalierVersion;
import io.espalier.experiment.statistics.Wilson;
import io.espalier.search.run.SearchReport.Entry;
import java.util.Map;

/** A report of a search as JSON. */
final class SearchJson {
    private SearchJson() {}

    static ObjectNode of(SearchReport report) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("espalier", EspalierVersion.current())
                .put("name", report.name())
                .put("sampler", report.sampler())
                .put("leaves", report.leaves());
        report.objectives().forEach(json.putArray("objectives")::add);
        report.constraints().forEach(json.putArray("constraints")::add);
        json.put("data", report.data())
                .put("selection_examples", report.selectionExamples())
                .put("test_examples", report.testExamples());
        json.set("baseline", entry(report.baseline(), report));
        ArrayNode trials = json.putArray("trials");
        report.entries().forEach(entry -> trials.add(entry(entry, report)));
        return json.put("best", report.best())
                .put("verdict", report.verdict())
                .put("trained_steps", report.trainedSteps())
                .put("steps_alone", report.stepsAlone())
                .put("seconds", report.seconds());
    }

    private static ObjectNode entry(Entry entry, SearchReport report) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("id", entry.id());
        ObjectNode settings = json.putObject("settings");
        entry.settings().forEach(settings::put);
        json.put("share", entry.share()).put("error", entry.error());
        entry.lacks().forEach(json.putArray("lacks")::add);
        json.put("on_front", entry.isOnFront());
        figures(json.putObject("selection"), entry.selection());
        figures(json.putObject("test"), entry.test());
        interval(json, "selection_interval", entry.selection(), report.selectionExamples());
        interval(json, "test_interval", entry.test(), report.testExamples());
        return json.put("resident_bytes", entry.residentBytes())
                .put("chance", entry.chance())
                .put("sha256", entry.sha256())
                .put("file", entry.file());
    }

    private static void figures(ObjectNode json, Map<String, Double> figures) {
        figures.forEach((name, value) -> {
            boolean whole =
                    value == Math.rint(value) && Math.abs(value) < 1e15 && name.matches("bytes|gzip_bytes|flash|arena");
            if (whole) {
                json.put(name, value.longValue());
            } else {
                json.put(name, value);
            }
        });
    }

    private static void interval(ObjectNode json, String name, Map<String, Double> figures, int examples) {
        Double accuracy = figures.get("accuracy");
        if (accuracy != null && examples > 0) {
            Wilson interval = Wilson.of(accuracy, examples);
            json.putArray(name).add(interval.low()).add(interval.high());
        }
    }
}
