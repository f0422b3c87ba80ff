// SPDX-License-Identifier: Apache-2.0
package io.espalier.lab.report;

import io.espalier.data.Metric;
import io.espalier.experiment.report.Report;
import io.espalier.experiment.report.Report.Variant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The figures of a report as text, and sentences that compare two of them. */
final class Figures {
    /** Of the standard error of a difference: 95% of all differences that are chance are smaller. */
    private static final double CHANCE = 1.96;

    private final Report report;

    Figures(Report report) {
        this.report = report;
    }

    Report report() {
        return report;
    }

    /** @throws java.util.NoSuchElementException if the report has no such file */
    Variant of(String name) {
        return report.variants().stream()
                .filter(variant -> variant.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    static double accuracy(Variant variant) {
        return variant.score(Metric.ACCURACY);
    }

    static String grouped(long number) {
        return String.format(Locale.US, "%,d", number);
    }

    static String percent(double share) {
        return String.format(Locale.US, "%.1f%%", 100 * share);
    }

    static String score(double accuracy) {
        return String.format(Locale.US, "%.4f", accuracy);
    }

    static String quoted(Variant variant) {
        return "`" + variant.name() + "`";
    }

    /** How much of another file's bytes a file takes. */
    static String bytes(Variant variant, Variant than) {
        return variant.bytes() == than.bytes()
                ? quoted(variant) + " takes " + grouped(variant.bytes()) + " bytes, exactly as many as " + quoted(than)
                        + "."
                : quoted(variant) + " takes " + grouped(variant.bytes()) + " bytes, " + quoted(than) + " takes "
                        + grouped(than.bytes()) + ": " + times(variant.bytes(), than.bytes()) + ".";
    }

    /** The same after gzip. */
    static String gzip(Variant variant, Variant than) {
        return "After gzip, " + quoted(variant) + " takes " + grouped(variant.gzipBytes()) + " bytes and "
                + quoted(than) + " " + grouped(than.gzipBytes()) + ": " + times(variant.gzipBytes(), than.gzipBytes())
                + ".";
    }

    private static String times(long bytes, long than) {
        double share = (double) bytes / than;
        if (share > 0.67 && share < 1.5) {
            return percent(Math.abs(1 - share)) + (share < 1 ? " less" : " more");
        }
        return share < 1
                ? String.format(Locale.US, "%.1f times less", 1 / share)
                : String.format(Locale.US, "%.1f times more", share);
    }

    /** How much more or less accurate a file is, and whether that can be chance. */
    String accuracy(Variant variant, Variant than) {
        double difference = accuracy(variant) - accuracy(than);
        if (difference == 0) {
            return quoted(variant) + " is as accurate as " + quoted(than) + ", " + score(accuracy(than)) + ".";
        }
        return quoted(variant) + " has an accuracy of " + score(accuracy(variant)) + ", "
                + score(Math.abs(difference)) + (difference > 0 ? " more" : " less") + " than " + quoted(than)
                + (isChance(variant, than) ? ", which may be chance." : ", which is more than chance.");
    }

    /** Whether a difference of this size is to be expected between networks that are equally good. */
    boolean isChance(Variant variant, Variant than) {
        return Math.abs(accuracy(variant) - accuracy(than)) < CHANCE * error(accuracy(variant), accuracy(than));
    }

    /** The smallest difference from a file that is not put down to chance. */
    String leastDifference(Variant than) {
        return score(CHANCE * error(accuracy(than), accuracy(than)));
    }

    private double error(double one, double other) {
        return Math.sqrt((one * (1 - one) + other * (1 - other)) / report.data().testExamples());
    }

    /** The quickest of these files, and how long it takes; empty if none of them was timed. */
    static Optional<Variant> quickest(List<Variant> variants) {
        return variants.stream()
                .filter(variant -> variant.latencyMicros() != null)
                .min(Comparator.comparingDouble(Figures::latency));
    }

    static double latency(Variant variant) {
        return Optional.ofNullable(variant.latencyMicros()).orElse(Double.NaN);
    }

    /** For how many epochs a training with this name went on. */
    long epochs(String training) {
        return report.history().stream()
                .filter(epoch ->
                        epoch.training().equals(training) || epoch.training().startsWith(training + "-"))
                .count();
    }

    static String epochs(long number) {
        return number == 1 ? "one epoch" : number + " epochs";
    }
}
