// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.callback;

import io.espalier.train.history.History;
import io.espalier.train.history.Metrics;
import java.util.Locale;
import java.util.stream.Collectors;

/** The text of a progress bar, in Keras 2's form. */
final class ProgressLine {
    private static final int WIDTH = 30;

    private ProgressLine() {}

    static String running(int step, int steps, double secondsEach, Metrics mean) {
        return bar(step, steps) + " - ETA: " + remaining(secondsEach * (steps - step)) + metrics("", mean);
    }

    static String finished(int steps, History.Epoch epoch) {
        return bar(steps, steps)
                + String.format(Locale.US, " - %.0fs ", epoch.seconds())
                + duration(epoch.seconds() / steps)
                + metrics("", epoch.training())
                + epoch.validation().map(metrics -> metrics("val_", metrics)).orElse("");
    }

    private static String bar(int step, int steps) {
        int filled = (int) ((long) WIDTH * step / steps);
        String head = step < steps ? ">" : "=";
        String body = filled == 0 ? "" : "=".repeat(filled - 1) + head;
        String total = String.valueOf(steps);
        return String.format(Locale.US, "%" + total.length() + "d/%s [", step, total)
                + body
                + ".".repeat(WIDTH - filled)
                + "]";
    }

    private static String remaining(double seconds) {
        long whole = (long) seconds;
        if (whole > 3600) {
            return String.format(Locale.US, "%d:%02d:%02d", whole / 3600, whole % 3600 / 60, whole % 60);
        }
        return whole > 60 ? String.format(Locale.US, "%d:%02d", whole / 60, whole % 60) : whole + "s";
    }

    private static String duration(double seconds) {
        if (seconds >= 1) {
            return String.format(Locale.US, "%.0fs/step", seconds);
        }
        return seconds >= 1e-3
                ? String.format(Locale.US, "%.0fms/step", seconds * 1e3)
                : String.format(Locale.US, "%.0fus/step", seconds * 1e6);
    }

    private static String metrics(String prefix, Metrics metrics) {
        return metrics.byName().entrySet().stream()
                .map(metric -> " - " + prefix + metric.getKey() + ": " + number(metric.getValue()))
                .collect(Collectors.joining());
    }

    private static String number(double value) {
        return String.format(Locale.US, Math.abs(value) > 1e-3 ? "%.4f" : "%.4e", value);
    }
}
