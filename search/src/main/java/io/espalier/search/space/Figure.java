// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.space;

import io.espalier.base.internal.NearestName;
import io.espalier.data.Metric;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Something that is measured of each trial: a metric of the task, or what the file costs.
 *
 * @param name as in spaces and results: {@code accuracy}, {@code age/mae}, {@code gzip_bytes}
 */
public record Figure(String name) {
    /** The size of the file after gzip. */
    public static final Figure GZIP_BYTES = new Figure("gzip_bytes");

    /** The median time of one example in microseconds, on one thread. */
    public static final Figure LATENCY = new Figure("latency");

    private static final Map<String, String> OTHER_NAMES = Map.of(
            "size",
            "bytes",
            "gzip",
            "gzip_bytes",
            "ram",
            "arena",
            "memory",
            "arena",
            "time",
            "latency",
            "speed",
            "latency");
    private static final List<String> COSTS = List.of("bytes", "gzip_bytes", "flash", "arena", "latency");

    /**
     * The figure of a name.
     *
     * @return empty if there is none
     */
    public static Optional<Figure> named(String name) {
        return COSTS.contains(name) || metric(name).isPresent() ? Optional.of(new Figure(name)) : Optional.empty();
    }

    /** Why a name is none, with the nearest that is. */
    static String refusal(String name) {
        List<String> known = Stream.concat(Arrays.stream(Metric.values()).map(Metric::key), COSTS.stream())
                .toList();
        String meant = OTHER_NAMES.containsKey(name)
                ? " (did you mean '" + OTHER_NAMES.get(name) + "'?)"
                : NearestName.suggestion(name, known);
        return "unknown figure '" + name + "'" + meant + "; choose from " + String.join(", ", known)
                + "; of several outputs, a metric has the output before it: age/mae";
    }

    private static Optional<Metric> metric(String name) {
        return Metric.named(name.substring(name.indexOf('/') + 1))
                .filter(metric -> name.equals(name.toLowerCase(Locale.ROOT)) || name.contains("/"));
    }

    /** The metric that it is; empty if it is a cost. */
    public Optional<Metric> metric() {
        return COSTS.contains(name) ? Optional.empty() : metric(name);
    }

    /** Whether less of it is better. */
    public boolean lessIsBetter() {
        return metric().map(Metric::isError).orElse(true);
    }

    /** Whether it is a metric whose best value is 1. */
    boolean isShare() {
        return metric().isPresent() && !lessIsBetter();
    }

    /** Whether it needs the C of the file. */
    public boolean needsFirmware() {
        return name.equals("flash") || name.equals("arena");
    }

    /** Whether it is a time, which is measured when all else is quiet. */
    public boolean isLatency() {
        return equals(LATENCY);
    }

    /** How much better a value is than another; negative if it is worse. */
    public double gain(double value, double than) {
        return lessIsBetter() ? than - value : value - than;
    }

    /** A value as tables show it. */
    public String format(double value) {
        if (Double.isNaN(value)) {
            return "-";
        }
        return metric().map(metric -> metric.format(value))
                .orElseGet(() -> String.format(Locale.US, isLatency() ? "%,.1f" : "%,.0f", value));
    }

    /** What tables call it. */
    public String label() {
        return switch (name) {
            case "gzip_bytes" -> "gzip bytes";
            case "latency" -> "latency \u00b5s";
            default ->
                metric().map(metric -> name.contains("/")
                                ? name.substring(0, name.indexOf('/')) + " " + metric.label()
                                : metric.label())
                        .orElse(name);
        };
    }
}
