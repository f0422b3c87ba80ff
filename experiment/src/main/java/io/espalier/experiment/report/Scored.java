// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.report;

import io.espalier.data.Metric;
import io.espalier.data.Task.Scores;
import io.espalier.experiment.measure.Measurement;
import io.espalier.experiment.measure.Measurement.Judged;
import java.util.LinkedHashMap;
import java.util.Map;

/** The scores of a measurement as reports and JSON have them. */
final class Scored {
    private Scored() {}

    /** By the keys of the metrics, of several outputs behind their labels' names; empty where nothing was judged. */
    static Map<String, Double> of(Measurement measured) {
        Map<String, Double> scores = new LinkedHashMap<>();
        boolean several = measured.judged().size() > 1;
        for (Judged judged : measured.judged()) {
            Scores all = measured.scores().get(judged.output());
            if (all != null) {
                all.values().forEach((metric, value) -> scores.put(key(several ? judged.label() : "", metric), value));
            }
        }
        return scores;
    }

    /** The key of a metric; that of one of several outputs begins with the output's name. */
    static String key(String output, Metric metric) {
        return output.isEmpty() ? metric.key() : output + "/" + metric.key();
    }
}
