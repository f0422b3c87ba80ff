// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.measure;

import io.espalier.runtime.measure.Profile.Operator;
import io.espalier.runtime.measure.Profile.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A profile as comma-separated values (RFC 4180, lines end in a line feed): TFLite's columns, then what those leave out. */
final class ProfileCsv {
    private static final List<String> COLUMNS = List.of(
            "node type",
            "first",
            "avg_ms",
            "%",
            "cdf%",
            "mem KB",
            "times called",
            "name",
            "kernels",
            "part",
            "xnnpack operators",
            "subgraph",
            "index");
    private static final double MICROS_PER_MILLI = 1000;
    private static final double BYTES_PER_KB = 1000;

    private final Profile profile;
    private final StringBuilder text = new StringBuilder();
    private double sum;

    private ProfileCsv(Profile profile) {
        this.profile = profile;
    }

    static String of(Profile profile) {
        return new ProfileCsv(profile).text();
    }

    private String text() {
        line(COLUMNS);
        profile.operators().forEach(this::row);
        profile.parts().forEach(this::rest);
        return text.toString();
    }

    private void row(Operator operator) {
        List<String> cells = new ArrayList<>(figures(operator.type(), operator.firstMicros(), operator.micros()));
        cells.addAll(List.of(
                number("%.3f", operator.outputBytes() / BYTES_PER_KB),
                number("%.2f", operator.calls()),
                operator.name(),
                operator.kernelSet().label(),
                operator.part() == 0 ? "" : String.valueOf(operator.part()),
                String.join("; ", operator.kernels()),
                operator.subgraph(),
                String.valueOf(operator.index())));
        line(cells);
    }

    private void rest(Part part) {
        List<String> cells = new ArrayList<>(figures("rest of part", 0, part.restMicros()));
        cells.addAll(List.of(
                "0.000",
                "",
                "",
                Profile.KernelSet.XNNPACK.label(),
                String.valueOf(part.number()),
                "",
                part.subgraph(),
                ""));
        line(cells);
    }

    private List<String> figures(String type, double first, double micros) {
        sum += micros;
        return List.of(
                type,
                number("%.6f", first / MICROS_PER_MILLI),
                number("%.6f", micros / MICROS_PER_MILLI),
                number("%.3f", 100 * profile.share(micros)),
                number("%.3f", 100 * profile.share(sum)));
    }

    private static String number(String format, double value) {
        return String.format(Locale.US, format, value);
    }

    private void line(List<String> cells) {
        text.append(cells.stream().map(ProfileCsv::cell).collect(Collectors.joining(",")))
                .append('\n');
    }

    private static String cell(String value) {
        boolean plain = value.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? value : '"' + value.replace("\"", "\"\"") + '"';
    }
}
