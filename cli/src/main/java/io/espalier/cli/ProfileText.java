// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.runtime.measure.Profile;
import io.espalier.runtime.measure.Profile.Operator;
import io.espalier.runtime.measure.Profile.Part;
import io.espalier.runtime.measure.ProfileComparison;
import io.espalier.runtime.measure.ProfileComparison.Pair;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A profile as people read it, in the columns of TFLite's benchmark tool; if asked, with the other model's figures beside it. */
final class ProfileText {
    private static final int MOST_AT_THE_TOP = 10;
    private static final double MISSING = 1.05;
    private static final double SURPLUS = 1.1;
    private static final double DISTURBED = 1.5;
    private static final List<String> DISPENSABLE = List.of("mem KB", "times called", "first", "cdf%", "kernels");

    private final Profile profile;
    private final @Nullable ProfileComparison comparison;
    private final OptionalInt width;

    ProfileText(Profile profile, Optional<ProfileComparison> comparison, OptionalInt width) {
        this.profile = profile;
        this.comparison = comparison.orElse(null);
        this.width = width;
    }

    /** The tables, without a line end at the last line. */
    String text() {
        List<Integer> all =
                IntStream.range(0, profile.operators().size()).boxed().toList();
        Comparator<Integer> byTime = Comparator.comparingDouble(
                index -> profile.operators().get(index).micros());
        List<String> blocks = new ArrayList<>();
        blocks.add("Run order" + System.lineSeparator() + operators(all, true));
        if (all.size() > MOST_AT_THE_TOP) {
            blocks.add("Top by computation time" + System.lineSeparator()
                    + operators(
                            all.stream()
                                    .sorted(byTime.reversed())
                                    .limit(MOST_AT_THE_TOP)
                                    .toList(),
                            false));
        }
        blocks.add("Summary by node type" + System.lineSeparator() + types());
        blocks.add(
                Stream.concat(parts().stream(), clock().stream()).collect(Collectors.joining(System.lineSeparator())));
        if (comparison != null) {
            blocks.add(verdict(comparison));
        }
        return String.join(System.lineSeparator() + System.lineSeparator(), blocks);
    }

    private String operators(List<Integer> indices, boolean whole) {
        List<String> titles = new ArrayList<>(
                List.of("node type", "first", "avg ms", "%", "cdf%", "mem KB", "times called", "kernels"));
        if (comparison != null) {
            titles.addAll(List.of("against ms", "ratio", "slower"));
        }
        titles.add("name");
        List<List<String>> rows = new ArrayList<>();
        double sum = 0;
        for (int index : indices) {
            Operator operator = profile.operators().get(index);
            sum += operator.micros();
            rows.add(row(
                    operator,
                    sum,
                    comparison == null ? null : comparison.pairs().get(index)));
        }
        for (Part part : whole ? profile.parts() : List.<Part>of()) {
            sum += part.restMicros();
            rows.add(rest(part, sum));
        }
        return new FigureTable(titles, rows, DISPENSABLE).text(width);
    }

    private List<String> row(Operator operator, double sum, @Nullable Pair pair) {
        List<String> cells = new ArrayList<>(List.of(
                operator.type(),
                millis(operator.firstMicros()),
                operator.vanished() ? "-" : millis(operator.micros()),
                share(operator.micros()),
                share(sum),
                number("%.1f", operator.outputBytes() / 1000.0),
                number(operator.calls() == Math.rint(operator.calls()) ? "%.0f" : "%.2f", operator.calls()),
                operator.part() == 0
                        ? operator.kernelSet().label()
                        : operator.kernelSet().label() + " " + operator.part()));
        if (pair != null) {
            cells.add(pair.twin().map(twin -> millis(twin.micros())).orElse("-"));
            cells.add(pair.ratio().isPresent() ? number("%.2f", pair.ratio().getAsDouble()) : "-");
            cells.add(comparison != null && comparison.slower().contains(pair) ? "<<<" : "");
        }
        String subgraph = operator.subgraph().isEmpty() ? "" : operator.subgraph() + ": ";
        cells.add("[" + subgraph + operator.name() + "]:" + operator.index());
        return cells;
    }

    private List<String> rest(Part part, double sum) {
        List<String> cells = new ArrayList<>(List.of(
                "rest of part",
                "",
                millis(part.restMicros()),
                share(part.restMicros()),
                share(sum),
                "",
                "",
                Profile.KernelSet.XNNPACK.label() + " " + part.number()));
        if (comparison != null) {
            cells.addAll(List.of("", "", ""));
        }
        cells.add("");
        return cells;
    }

    private String types() {
        List<List<String>> rows = new ArrayList<>();
        double sum = 0;
        for (Profile.Type type : profile.types()) {
            sum += type.micros();
            rows.add(List.of(
                    String.valueOf(type.count()),
                    millis(type.micros()),
                    share(type.micros()),
                    share(sum),
                    number("%.1f", type.outputBytes() / 1000.0),
                    number("%.0f", type.calls()),
                    type.type()));
        }
        return new FigureTable(
                        List.of("count", "avg ms", "avg %", "cdf %", "mem KB", "times called", "node type"),
                        rows,
                        DISPENSABLE)
                .text(width);
    }

    private List<String> parts() {
        List<String> lines = new ArrayList<>();
        long taken = profile.operators().stream()
                .filter(operator -> operator.part() > 0)
                .count();
        lines.add(String.format(
                Locale.US,
                "XNNPACK took %d of %d operators, in %d part%s%s",
                taken,
                profile.operators().size(),
                profile.parts().size(),
                profile.parts().size() == 1 ? "" : "s",
                taken == profile.operators().size() ? "" : "; TFLite's built-in kernels run the others"));
        Function<Part, String> where = part -> part.subgraph().isEmpty() ? "" : " of " + part.subgraph();
        profile.parts()
                .forEach(part -> lines.add(String.format(
                        Locale.US,
                        "  part %d%s: operators %s, %s ms",
                        part.number(),
                        where.apply(part),
                        ranges(part.operators()),
                        millis(part.micros()))));
        return lines;
    }

    private List<String> clock() {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.US,
                "Without the profiler a run takes %s ms, with it %s ms (%d runs each, in turn); all rows together: %s ms",
                millis(profile.latencyMicros()),
                millis(profile.profiledLatencyMicros()),
                profile.runs(),
                millis(profile.micros())));
        if (profile.latencyMicros() > MISSING * profile.micros()) {
            lines.add(
                    "Rows make up less than a run: built-in kernels may run quicker after a report to the profiler than right"
                            + " behind a part of XNNPACK, so that theirs are too short here");
        }
        disturbance().ifPresent(lines::add);
        lines.add(
                "XNNPACK counts whole microseconds of each of its operators; what it drops is in the rest of its part."
                        + " An operator without a time (-) was fused into another, or computed when the model was loaded");
        return lines;
    }

    private Optional<String> disturbance() {
        double rows = profile.micros() / profile.latencyMicros();
        double run = profile.profiledLatencyMicros() / profile.latencyMicros();
        List<String> facts = new ArrayList<>();
        if (rows > SURPLUS) {
            facts.add(number("rows make up %.2f times a run", rows));
        }
        if (run >= DISTURBED) {
            facts.add(number("with the profiler a run takes %.1f times as long", run));
        }
        return facts.isEmpty()
                ? Optional.empty()
                : Optional.of("Timing disturbs this model: " + String.join(", and ", facts)
                        + ". It takes some tenths of a microsecond an operator, so that times of short ones are too long and"
                        + " shares are rough");
    }

    private static String verdict(ProfileComparison comparison) {
        List<Pair> slower = comparison.slower();
        String first = String.format(
                Locale.US,
                "%s takes %.2f times as long as %s: %.4f ms for %.4f ms, measured in turn; %d operator%s slower (<<<)",
                comparison.profile().model(),
                comparison.ratio(),
                comparison.against().model(),
                comparison.profile().latencyMicros() / 1000,
                comparison.against().latencyMicros() / 1000,
                slower.size(),
                slower.size() == 1 ? " is" : "s are");
        return Stream.concat(Stream.of(first), SlowOperators.of(slower).stream().map(group -> "  " + group))
                .collect(Collectors.joining(System.lineSeparator()));
    }

    /** Such as {@code 0..26, 28}. */
    static String ranges(List<Integer> numbers) {
        List<String> ranges = new ArrayList<>();
        for (int start = 0; start < numbers.size(); ) {
            int end = start;
            while (end + 1 < numbers.size() && numbers.get(end + 1) == numbers.get(end) + 1) {
                end++;
            }
            ranges.add(
                    end == start ? String.valueOf(numbers.get(start)) : numbers.get(start) + ".." + numbers.get(end));
            start = end + 1;
        }
        return String.join(", ", ranges);
    }

    private String share(double micros) {
        return number("%.1f%%", 100 * profile.share(micros));
    }

    private static String millis(double micros) {
        return number("%.4f", micros / 1000);
    }

    private static String number(String format, double value) {
        return String.format(Locale.US, format, value);
    }
}
