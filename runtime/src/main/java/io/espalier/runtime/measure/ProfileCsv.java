// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.measure;

import io.espalier.runtime.measure.Profile.Operator;
import io.espalier.runtime.measure.Profile.Part;
import io.espalier.runtime.measure.ProfileComparison.Pair;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

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

    private static final List<String> COLUMNS_OF_TWINS =
            List.of("against node type", "against name", "against avg_ms", "ratio", "match", "slower");

    private final Profile profile;
    private final @Nullable ProfileComparison comparison;
    private final StringBuilder text = new StringBuilder();
    private double sum;

    private ProfileCsv(Profile profile, @Nullable ProfileComparison comparison) {
        this.profile = profile;
        this.comparison = comparison;
    }

    static String of(Profile profile) {
        return new ProfileCsv(profile, null).text();
    }

    /** With columns for the twins; operators that only the other model has come last. */
    static String of(ProfileComparison comparison) {
        return new ProfileCsv(comparison.profile(), comparison).text();
    }

    private String text() {
        List<String> titles = new ArrayList<>(COLUMNS);
        titles.addAll(comparison == null ? List.of() : COLUMNS_OF_TWINS);
        line(titles);
        List<Pair> pairs = comparison == null ? List.of() : comparison.pairs();
        for (int index = 0; index < profile.operators().size(); index++) {
            row(profile.operators().get(index), comparison == null ? List.of() : twin(pairs.get(index)));
        }
        profile.parts().forEach(this::rest);
        pairs.stream().filter(pair -> pair.operator().isEmpty()).forEach(pair -> {
            List<String> cells = new ArrayList<>(Collections.nCopies(COLUMNS.size(), ""));
            cells.addAll(twin(pair));
            line(cells);
        });
        return text.toString();
    }

    private List<String> twin(Pair pair) {
        boolean slower = comparison != null && comparison.slower().contains(pair);
        return List.of(
                pair.twin().map(Operator::type).orElse(""),
                pair.twin().map(Operator::name).orElse(""),
                pair.twin()
                        .map(twin -> number("%.6f", twin.micros() / MICROS_PER_MILLI))
                        .orElse(""),
                pair.ratio().isPresent() ? number("%.3f", pair.ratio().getAsDouble()) : "",
                pair.match().name().toLowerCase(Locale.ROOT),
                slower ? "slower" : "");
    }

    private void row(Operator operator, List<String> twin) {
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
        cells.addAll(twin);
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
        cells.addAll(Collections.nCopies(comparison == null ? 0 : COLUMNS_OF_TWINS.size(), ""));
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
