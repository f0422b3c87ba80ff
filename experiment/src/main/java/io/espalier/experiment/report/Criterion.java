// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.report;

import io.espalier.data.Metric;
import io.espalier.experiment.report.Report.Variant;
import io.espalier.experiment.statistics.Guess;
import java.util.Locale;
import java.util.Optional;

/**
 * What variants are judged by.
 *
 * @param output the name of the output; empty for a model of one
 * @param guess what a model gets that knows nothing; empty where accuracy does not count
 */
record Criterion(String output, Metric metric, Optional<Guess> guess) {
    double score(Variant variant) {
        return variant.score(output, metric);
    }

    String format(Variant variant) {
        return metric.format(score(variant));
    }

    /** How much better a variant is than another; negative if it is worse. */
    double gain(Variant variant, Variant other) {
        return metric.gain(score(variant), score(other));
    }

    /** What to know of a variant that cannot be told from a guess. */
    Optional<String> guessed(Variant variant, int examples) {
        String model = output.isEmpty() ? variant.name() : variant.name() + " at " + output;
        return guess.flatMap(known -> known.note(model, score(variant), examples));
    }

    boolean keepsBudget(Variant variant, Variant original) {
        return metric.keepsBudget(score(variant), score(original));
    }

    /** What tables and sentences call it, such as {@code accuracy} or {@code age MAE}. */
    String label() {
        return output.isEmpty() ? metric.label() : output + " " + metric.label();
    }

    /** Whether more of it is simply called more accurate. */
    boolean isAccuracy() {
        return output.isEmpty() && metric == Metric.ACCURACY;
    }

    boolean isError() {
        return metric.isError();
    }

    /** How much may be lost, in words. */
    String budget() {
        return isError() ? "1% of " + label() : "half a point of " + label();
    }

    /** How much worse a variant is than the original: points, or of errors a percentage. */
    String loss(Variant variant, Variant original) {
        String size = isError()
                ? String.format(Locale.US, "%.1f%%", -100 * gain(variant, original) / score(original))
                : String.format(Locale.US, "%.2f points", -100 * gain(variant, original));
        return output.isEmpty() ? size : size + " of " + label();
    }
}
