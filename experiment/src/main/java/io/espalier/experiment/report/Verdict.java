// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.report;

import io.espalier.data.Metric;
import io.espalier.experiment.report.Report.Variant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the figures of a report say to those who have to choose: which file is the smallest, which the most accurate, and which to take for an
 * edge device.
 *
 * <p>For an edge device that is the .tflite file that takes the least room when compressed, as it is shipped, of those that {@linkplain
 * Metric#keepsBudget lose little} against the baseline: half a point, or 1% of an error. Of two as small the quicker is taken; one that takes five
 * times as long as the quickest, for want of a good kernel in the runtime, is never; nor is one that is no smaller than the baseline, or slower than
 * the original where the recipe asks for low latency. Where none is
 * left, none is recommended: the one that loses least is named, and what may help. Nor is any where the baseline only guesses, which each file does
 * as well.
 */
final class Verdict {
    private static final double HALF_A_POINT = 0.005;
    private static final double TOO_SLOW = 5;
    private static final String NONE = "Recommended for edge devices: none. ";
    private static final Comparator<Variant> SMALLEST_FIRST =
            Comparator.comparingLong(Variant::gzipBytes).thenComparingDouble(Verdict::latency);

    private final Variant baseline;
    private final List<Criterion> criteria;
    private final Criterion main;
    private final int examples;
    private final double original;
    private final List<Variant> all;
    private final List<Variant> deployable;

    private Verdict(Report report) {
        this.baseline = report.variants().get(0);
        this.criteria = report.criteria();
        this.main = criteria.get(0);
        this.examples = report.data().testExamples();
        this.original =
                Optional.ofNullable(report.settings().originalLatencyMicros()).orElse(Double.MAX_VALUE);
        this.all = report.variants();
        this.deployable =
                all.stream().filter(variant -> variant.latencyMicros() != null).toList();
    }

    /** Sentences, without a line end at the last; empty where no file runs in the TFLite runtime. */
    static String of(Report report) {
        return hasDeployable(report) ? new Verdict(report).sentences() : "";
    }

    /** The file that the sentences recommend. */
    static Optional<Variant> recommended(Report report) {
        return hasDeployable(report) ? new Verdict(report).chosen() : Optional.empty();
    }

    private static boolean hasDeployable(Report report) {
        return report.variants().stream().anyMatch(variant -> variant.latencyMicros() != null);
    }

    private String sentences() {
        Variant smallest = deployable.stream().min(SMALLEST_FIRST).orElseThrow();
        Variant best = best(all);
        Variant bestDeployable = best(deployable);
        String title = main.isAccuracy() ? "most accurate" : "best " + main.label();
        String aside = best.equals(bestDeployable)
                ? ""
                : "; " + title + (main.isAccuracy() ? "" : " of a") + " .tflite file: " + bestDeployable.name() + ", "
                        + score(bestDeployable);
        return String.join(
                System.lineSeparator(),
                String.format(
                        Locale.US,
                        "Smallest: %s, %,d bytes, %,d gzipped%s.",
                        smallest.name(),
                        smallest.bytes(),
                        smallest.gzipBytes(),
                        smallest.equals(baseline) ? "" : " (" + share(smallest) + ")"),
                Character.toUpperCase(title.charAt(0)) + title.substring(1) + ": " + best.name() + ", " + score(best)
                        + aside + ".",
                chosen().map(this::recommendation).orElseGet(this::refusal) + caution());
    }

    private String score(Variant variant) {
        return main.format(variant);
    }

    private static double latency(Variant variant) {
        return Optional.ofNullable(variant.latencyMicros()).orElse(Double.MAX_VALUE);
    }

    private Variant best(List<Variant> variants) {
        return variants.stream()
                .min(Comparator.comparingDouble(
                                (Variant variant) -> -main.metric().gain(main.score(variant), 0))
                        .thenComparing(SMALLEST_FIRST))
                .orElseThrow();
    }

    private List<Variant> compressed() {
        return deployable.stream().filter(variant -> !variant.equals(baseline)).toList();
    }

    /** Why no figure tells anything. */
    private Optional<String> guessed() {
        return criteria.stream()
                .flatMap(criterion -> criterion.guessed(baseline, examples).stream())
                .findFirst();
    }

    private Optional<Variant> chosen() {
        if (guessed().isPresent()) {
            return Optional.empty();
        }
        return compressed().stream()
                .filter(this::keepsTheBudget)
                .filter(this::isSmaller)
                .filter(this::isQuickEnough)
                .min(SMALLEST_FIRST);
    }

    private boolean isQuickEnough(Variant variant) {
        return latency(variant) < TOO_SLOW * quickest() && latency(variant) <= original;
    }

    private double quickest() {
        return deployable.stream().mapToDouble(Verdict::latency).min().orElseThrow();
    }

    private boolean keepsTheBudget(Variant variant) {
        return criteria.stream().allMatch(criterion -> criterion.keepsBudget(variant, baseline));
    }

    private boolean isSmaller(Variant variant) {
        return variant.gzipBytes() < baseline.gzipBytes() && variant.bytes() <= baseline.bytes();
    }

    private String recommendation(Variant chosen) {
        return String.format(
                Locale.US,
                "Recommended for edge devices: %s. It is the smallest .tflite file that loses at most %s against %s: "
                        + "%,d bytes gzipped, %s. It %s. One example takes %.1f \u00b5s.",
                chosen.name(),
                budget(),
                baseline.name(),
                chosen.gzipBytes(),
                share(chosen),
                difference(chosen),
                chosen.latencyMicros());
    }

    private String budget() {
        return criteria.stream().map(Criterion::budget).collect(Collectors.joining(" and "));
    }

    private String refusal() {
        List<Variant> compressed = compressed();
        if (compressed.isEmpty()) {
            return NONE + "There is no .tflite file to compare with " + baseline.name() + ".";
        }
        Optional<String> guessed = guessed();
        if (guessed.isPresent()) {
            return NONE + guessed.get() + ".";
        }
        List<Variant> good = compressed.stream().filter(this::keepsTheBudget).toList();
        if (good.isEmpty()) {
            Variant least = best(compressed);
            return NONE + "Every .tflite file loses more than "
                    + criteria.stream().map(Criterion::budget).collect(Collectors.joining(" or ")) + " against "
                    + baseline.name() + "; " + least.name() + " loses least, " + loss(least)
                    + advice(least);
        }
        List<Variant> smaller = good.stream().filter(this::isSmaller).toList();
        if (smaller.isEmpty()) {
            Variant smallest = good.stream().min(SMALLEST_FIRST).orElseThrow();
            return NONE + "No .tflite file that loses at most " + budget() + " is smaller than " + baseline.name()
                    + ": the smallest, " + smallest.name() + ", has " + sizes(smallest)
                    + ". Operators that a conversion unrolls or keeps in float take room; prune, or deploy the original.";
        }
        Variant best = best(smaller);
        if (latency(best) > original) {
            return String.format(
                    Locale.US,
                    NONE
                            + "%s keeps the %s, but is slower than the original, and the recipe asks for low latency: one example takes"
                            + " %.1f \u00b5s, in the original %.1f \u00b5s.",
                    best.name(),
                    main.label(),
                    latency(best),
                    original);
        }
        return String.format(
                Locale.US,
                NONE + "%s keeps the %s, but takes %.0f times as long as the fastest file.",
                best.name(),
                main.label(),
                latency(best) / quickest());
    }

    /** What may help depends on where the loss is from: the model that was quantized, or its quantization. */
    private String advice(Variant least) {
        Optional<Variant> trained = all.stream()
                .filter(variant -> !variant.equals(baseline) && isMadeOf(least, variant))
                .filter(variant -> !keepsTheBudget(variant))
                .findFirst();
        return trained.map(model -> ". The loss is there before quantization: " + model.name() + " loses " + loss(model)
                        + ". Train longer, or prune and cluster less.")
                .orElse(". Train longer, compress less, or quantize with "
                        + "float16, dynamic or quantization-aware training.");
    }

    private static boolean isMadeOf(Variant variant, Variant parent) {
        return variant.provenance().parents().stream().anyMatch(each -> each.startsWith(parent.name() + " "));
    }

    private String sizes(Variant variant) {
        return String.format(
                Locale.US,
                "%,d bytes, %,d gzipped, and %s %,d, %,d gzipped",
                variant.bytes(),
                variant.gzipBytes(),
                baseline.name(),
                baseline.bytes(),
                baseline.gzipBytes());
    }

    /** Where half a point is less than one example, or hardly more, luck decides. */
    private String caution() {
        return !main.isError() && examples > 0 && 1.0 / examples > HALF_A_POINT
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

    private double gain(Variant variant) {
        return main.gain(variant, baseline);
    }

    /** Of the outputs that lose too much. */
    private String loss(Variant variant) {
        return criteria.stream()
                .filter(criterion -> !criterion.keepsBudget(variant, baseline))
                .map(criterion -> criterion.loss(variant, baseline))
                .collect(Collectors.joining(" and "));
    }

    private String difference(Variant variant) {
        double gain = gain(variant);
        if (main.isError()) {
            return gain == 0
                    ? "has the same " + main.label()
                    : String.format(
                            Locale.US,
                            "has %.1f%% %s %s",
                            Math.abs(100 * gain / main.score(baseline)),
                            gain > 0 ? "less" : "more",
                            main.label());
        }
        double points = 100 * gain;
        if (Math.abs(points) < 0.005) {
            return main.isAccuracy() ? "is equally accurate" : "has the same " + main.label();
        }
        String direction = points > 0 ? "more" : "less";
        return main.isAccuracy()
                ? String.format(Locale.US, "is %.2f points %s accurate", Math.abs(points), direction)
                : String.format(Locale.US, "has %.2f points %s %s", Math.abs(points), direction, main.label());
    }
}
