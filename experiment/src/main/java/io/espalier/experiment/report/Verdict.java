// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.report;

import io.espalier.experiment.report.Report.Variant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What the figures of a report say to those who have to choose: which file is the smallest, which the most accurate, and which to take for an
 * edge device.
 *
 * <p>For an edge device that is the .tflite file that takes the least room when compressed, as it is shipped, of those that lose no more than
 * half a point of accuracy against the baseline. Of two as small the quicker is taken; one that takes five times as long as the quickest, for
 * want of a good kernel in the runtime, is never. Where all lose more, none is recommended: the one that loses least is named, and what may
 * help.
 */
final class Verdict {
    private static final double HALF_A_POINT = 0.005;
    private static final double TOO_SLOW = 5;
    // Accuracies are means of whole numbers: what differs by less is the same.
    private static final double ROUNDING = 1e-9;
    private static final Comparator<Variant> SMALLEST_FIRST =
            Comparator.comparingLong(Variant::gzipBytes).thenComparingDouble(Verdict::latency);

    private final Variant baseline;
    private final int examples;
    private final List<Variant> all;
    private final List<Variant> deployable;

    private Verdict(List<Variant> variants, int examples) {
        this.baseline = variants.get(0);
        this.examples = examples;
        this.all = variants;
        this.deployable = variants.stream()
                .filter(variant -> variant.latencyMicros() != null)
                .toList();
    }

    /** Sentences, without a line end at the last; empty where no file runs in the TFLite runtime. */
    static String of(Report report) {
        if (report.variants().stream().allMatch(variant -> variant.latencyMicros() == null)) {
            return "";
        }
        return new Verdict(report.variants(), report.data().testExamples()).sentences();
    }

    private String sentences() {
        Variant smallest = deployable.stream().min(SMALLEST_FIRST).orElseThrow();
        Variant best = mostAccurate(all);
        Variant bestDeployable = mostAccurate(deployable);
        String aside = best.equals(bestDeployable)
                ? ""
                : String.format(
                        Locale.US,
                        "; most accurate .tflite file: %s, %.4f",
                        bestDeployable.name(),
                        bestDeployable.accuracy());
        return String.join(
                System.lineSeparator(),
                String.format(
                        Locale.US,
                        "Smallest: %s, %,d bytes, %,d gzipped%s.",
                        smallest.name(),
                        smallest.bytes(),
                        smallest.gzipBytes(),
                        smallest.equals(baseline) ? "" : " (" + share(smallest) + ")"),
                String.format(Locale.US, "Most accurate: %s, %.4f%s.", best.name(), best.accuracy(), aside),
                choice());
    }

    private static double latency(Variant variant) {
        return Optional.ofNullable(variant.latencyMicros()).orElse(Double.MAX_VALUE);
    }

    private static Variant mostAccurate(List<Variant> variants) {
        return variants.stream()
                .min(Comparator.comparingDouble((Variant variant) -> -variant.accuracy())
                        .thenComparing(SMALLEST_FIRST))
                .orElseThrow();
    }

    private String choice() {
        double quickest =
                deployable.stream().mapToDouble(Verdict::latency).min().orElseThrow();
        List<Variant> compressed =
                deployable.stream().filter(variant -> !variant.equals(baseline)).toList();
        List<Variant> candidates = compressed.stream()
                .filter(variant -> latency(variant) < TOO_SLOW * quickest)
                .toList();
        return candidates.stream()
                        .filter(this::keepsTheBudget)
                        .min(SMALLEST_FIRST)
                        .map(this::recommendation)
                        .orElseGet(() -> refusal(compressed))
                + caution();
    }

    private boolean keepsTheBudget(Variant variant) {
        return baseline.accuracy() - variant.accuracy() <= HALF_A_POINT + ROUNDING;
    }

    private String recommendation(Variant chosen) {
        return String.format(
                Locale.US,
                "Recommended for edge devices: %s. It is the smallest .tflite file that loses at most half a point of accuracy against %s: "
                        + "%,d bytes gzipped, %s. It %s. One example takes %.1f µs.",
                chosen.name(),
                baseline.name(),
                chosen.gzipBytes(),
                share(chosen),
                difference(chosen),
                chosen.latencyMicros());
    }

    private String refusal(List<Variant> compressed) {
        if (compressed.isEmpty()) {
            return "Recommended for edge devices: none. There is no .tflite file to compare with " + baseline.name()
                    + ".";
        }
        Variant least = mostAccurate(compressed);
        if (keepsTheBudget(least)) {
            return String.format(
                    Locale.US,
                    "Recommended for edge devices: none. %s keeps the accuracy, but takes %.0f times as long as the fastest file.",
                    least.name(),
                    latency(least)
                            / deployable.stream()
                                    .mapToDouble(Verdict::latency)
                                    .min()
                                    .orElseThrow());
        }
        return String.format(
                Locale.US,
                "Recommended for edge devices: none. Every .tflite file loses more than half a point of accuracy against %s; %s loses "
                        + "least, %.2f points. Train longer, compress less, or quantize with float16, dynamic or "
                        + "quantization-aware training.",
                baseline.name(),
                least.name(),
                -points(least));
    }

    /** Where half a point is less than one example, or hardly more, luck decides. */
    private String caution() {
        return examples > 0 && 1.0 / examples > HALF_A_POINT
                ? String.format(
                        Locale.US,
                        " With only %,d test examples, each is worth %.1f points, so half a point means little.",
                        examples,
                        100.0 / examples)
                : "";
    }

    // A .tflite file against one of Keras, which may hold more than weights.
    private String share(Variant variant) {
        return TableColumns.percent((double) variant.gzipBytes() / baseline.gzipBytes()) + " of " + baseline.name();
    }

    private String difference(Variant variant) {
        double points = points(variant);
        if (Math.abs(points) < 0.005) {
            return "is equally accurate";
        }
        return String.format(
                Locale.US,
                points > 0 ? "is %.2f points more accurate" : "is %.2f points less accurate",
                Math.abs(points));
    }

    private double points(Variant variant) {
        return 100 * (variant.accuracy() - baseline.accuracy());
    }
}
