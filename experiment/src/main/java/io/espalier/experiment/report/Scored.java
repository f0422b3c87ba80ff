// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.report;

import io.espalier.experiment.measure.Measurement;
import java.util.LinkedHashMap;
import java.util.Map;

/** The scores of a measurement as reports and JSON have them. */
final class Scored {
    private Scored() {}

    /** By the keys of the metrics; empty where nothing was judged. */
    static Map<String, Double> of(Measurement measured) {
        Map<String, Double> scores = new LinkedHashMap<>();
        measured.scores().ifPresent(all -> all.values().forEach((metric, value) -> scores.put(metric.key(), value)));
        return scores;
    }
}
