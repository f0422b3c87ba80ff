// SPDX-License-Identifier: Apache-2.0
package io.espalier.lab;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What the figures of a report say to those who have to choose: which file is the smallest, which the most accurate, and which to take for an
 * edge device.
 *
 * <p>For an edge device that is the .tflite file that takes the least room when compressed, as it is shipped, of those that lose no more than
 * half a point of accuracy against the baseline; where all lose more, of those that are within one point of the most accurate one. Of two as
 * small the quicker is taken; one that takes five times as long as the quickest, for want of a good kernel in the runtime, is never.
 */
public final class Verdict {
    private static final double HALF_A_POINT = 0.005;
    private static final double ONE_POINT = 0.01;
    private static final double TOO_SLOW = 5;
    private static final Comparator<Variant> SMALLEST_FIRST =
            Comparator.comparingLong(Variant::gzipBytes).thenComparingDouble(Verdict::latency);

    private final Variant baseline;
    private final List<Variant> all;
    private final List<Variant> deployable;

    private Verdict(List<Variant> variants) {
        this.baseline = variants.get(0);
        this.all = variants;
        this.deployable = variants.stream()
                .filter(variant -> variant.latencyMicros() != null)
                .toList();
    }

    /** Sentences, without a line end at the last; empty where no file runs in the TFLite runtime. */
    public static String of(Report report) {
        Verdict verdict = new Verdict(report.variants());
        return verdict.deployable.isEmpty() ? "" : verdict.sentences();
    }

    private String sentences() {
        Variant smallest = deployable.stream().min(SMALLEST_FIRST).orElseThrow();
        Variant best = mostAccurate(all);
        Variant bestDeployable = mostAccurate(deployable);
        List<Variant> quickEnough = quickEnough();
        String aside = best.equals(bestDeployable)
                ? ""
                : String.format(
                        Locale.ROOT,
                        "; of the .tflite files %s, %.4f",
                        bestDeployable.name(),
                        bestDeployable.accuracy());
        return String.join(
                System.lineSeparator(),
                String.format(
                        Locale.ROOT,
                        "Smallest: %s, %,d bytes, %,d when compressed: %s of %s.",
                        smallest.name(),
                        smallest.bytes(),
                        smallest.gzipBytes(),
                        share(smallest),
                        baseline.name()),
                String.format(Locale.ROOT, "Most accurate: %s, %.4f%s.", best.name(), best.accuracy(), aside),
                recommendation(quickEnough, mostAccurate(quickEnough)));
    }

    private List<Variant> quickEnough() {
        double quickest =
                deployable.stream().mapToDouble(Verdict::latency).min().orElseThrow();
        return deployable.stream()
                .filter(variant -> latency(variant) < TOO_SLOW * quickest)
                .toList();
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

    private String recommendation(List<Variant> candidates, Variant bestDeployable) {
        boolean littleLost = bestDeployable.accuracy() >= baseline.accuracy() - HALF_A_POINT;
        double least = littleLost ? baseline.accuracy() - HALF_A_POINT : bestDeployable.accuracy() - ONE_POINT;
        Variant chosen = candidates.stream()
                .filter(variant -> variant.accuracy() >= least)
                .min(SMALLEST_FIRST)
                .orElse(bestDeployable);
        String among = littleLost
                ? "the least room of all that lose no more than half a point of accuracy against " + baseline.name()
                : "the least room of all within a point of the most accurate .tflite file, and none comes within half a point of "
                        + baseline.name();
        return String.format(
                Locale.ROOT,
                "For an edge device: %s. It takes %s: %,d bytes when compressed, %s of %s, which it %s; one example takes %.1f µs.",
                chosen.name(),
                among,
                chosen.gzipBytes(),
                share(chosen),
                baseline.name(),
                difference(chosen),
                chosen.latencyMicros());
    }

    private String share(Variant variant) {
        return TableColumns.percent((double) variant.gzipBytes() / baseline.gzipBytes());
    }

    private String difference(Variant variant) {
        double points = 100 * (variant.accuracy() - baseline.accuracy());
        if (Math.abs(points) < 0.005) {
            return "equals in accuracy";
        }
        return String.format(
                Locale.ROOT,
                points > 0 ? "surpasses by %.2f points of accuracy" : "trails by %.2f points of accuracy",
                Math.abs(points));
    }
}
