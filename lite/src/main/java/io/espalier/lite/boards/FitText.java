// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.boards;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** Whether a model fits a board, for people. */
final class FitText {
    private final BoardFit fit;

    FitText(BoardFit fit) {
        this.fit = fit;
    }

    /** Each board in turn, and what the estimates rest on, each basis once. */
    static String all(List<BoardFit> fits) {
        List<String> bases = new ArrayList<>();
        List<String> parts = new ArrayList<>();
        fits.stream().limit(1).forEach(fit -> parts.add(text(fit.work())));
        fits.forEach(fit -> parts.add(new FitText(fit).text(bases)));
        for (int number = 0; number < bases.size(); number++) {
            parts.add("[" + (number + 1) + "] " + bases.get(number));
        }
        return String.join("\n", parts);
    }

    private static String text(Workload work) {
        String byOperator = work.macsByOperator().entrySet().stream()
                .map(entry -> String.format(Locale.US, "%s %,d", entry.getKey(), entry.getValue()))
                .collect(Collectors.joining(", "));
        return String.format(
                Locale.US,
                "%,d MACs with %s%s",
                work.macs(),
                work.arithmetic(),
                work.macsByOperator().size() > 1 ? " (" + byOperator + ")" : "");
    }

    /** @param bases what the estimates rest on so far; those of this board are added */
    private String text(List<String> bases) {
        Board board = fit.board();
        List<String> lines = new ArrayList<>();
        lines.add(board.name() + " (" + board.title() + ", " + board.core().title() + clock(board) + "): "
                + (fit.fits() ? "fits" : fit.runs() ? "does not fit" : "does not run"));
        if (!board.reservedFor().isEmpty()) {
            lines.add(String.format(
                    Locale.US,
                    "  %,d bytes of flash and %,d of RAM are left out for %s",
                    board.reservedFlash(),
                    board.reservedRam(),
                    board.reservedFor()));
        }
        fit.ways().forEach(way -> add(way, lines, bases));
        if (!fit.advice().isEmpty()) {
            lines.add("  What would fit (estimates):");
            fit.advice().forEach(line -> lines.add("    " + line));
        }
        return String.join("\n", lines);
    }

    private static String clock(Board board) {
        return board.clock().isEmpty()
                ? ""
                : String.format(Locale.US, ", %.0f MHz", board.clock().getAsLong() / 1e6);
    }

    private static void add(Way way, List<String> lines, List<String> bases) {
        lines.add("  " + way.title() + ": " + (way.fits() ? "fits" : way.runs() ? "does not fit" : "does not run"));
        way.refusals().forEach(line -> lines.add("    " + line));
        way.demands().forEach(demand -> lines.add("    " + text(demand)));
        if (way.runs()) {
            lines.add("    " + text(way.run(), bases));
        }
        way.remarks().forEach(line -> lines.add("    " + line));
    }

    private static String text(Demand demand) {
        String parts = demand.parts().size() == 1
                ? ""
                : demand.parts().stream()
                        .map(part -> String.format(
                                Locale.US, "%s %s%,d", part.what(), part.isEstimate() ? "about " : "", part.bytes()))
                        .collect(Collectors.joining(" + ", " = ", ""));
        return String.format(
                Locale.US,
                "%s: %s%,d of %,d bytes, %s%s",
                demand.memory(),
                demand.isEstimate() ? "about " : "",
                demand.bytes(),
                demand.available(),
                demand.fits()
                        ? String.format(Locale.US, "%,d left", demand.left())
                        : String.format(Locale.US, "%,d too many", -demand.left()),
                parts);
    }

    private static String text(RunEstimate.OrReason run, List<String> bases) {
        Optional<RunEstimate> estimate = run.estimate();
        if (estimate.isEmpty()) {
            return "time: no estimate: " + run.reason();
        }
        RunEstimate of = estimate.get();
        StringBuilder text =
                new StringBuilder("time: ").append(of.kind() == RunEstimate.Kind.ESTIMATE ? "about " : "at least ");
        of.instructions()
                .ifPresent(count -> text.append(String.format(Locale.US, "%,d instructions, ", rounded(count))));
        of.cycles().ifPresent(count -> text.append(String.format(Locale.US, "%,d cycles, ", rounded(count))));
        return text.append(milliseconds(of.milliseconds()))
                .append(" ms (")
                .append(of.kind())
                .append(", ")
                .append(marks(of.basis(), bases))
                .append(')')
                .toString();
    }

    private static String marks(List<String> basis, List<String> bases) {
        return basis.stream()
                .map(one -> {
                    if (!bases.contains(one)) {
                        bases.add(one);
                    }
                    return "[" + (bases.indexOf(one) + 1) + "]";
                })
                .collect(Collectors.joining());
    }

    /** An estimate has no more than three digits. */
    private static long rounded(long value) {
        long unit = 1;
        while (value / unit >= 1000) {
            unit *= 10;
        }
        return (value + unit / 2) / unit * unit;
    }

    static String milliseconds(double value) {
        return String.format(
                Locale.US, value < 0.1 ? "%.4f" : value < 10 ? "%.2f" : value < 1000 ? "%.1f" : "%.0f", value);
    }

    static BoardFit.Figures figures(Way way) {
        return new BoardFit.Figures(
                way.title(),
                way.fits(),
                of(way, "flash", Demand::bytes),
                of(way, "flash", Demand::left),
                of(way, "RAM", Demand::bytes),
                of(way, "RAM", Demand::left),
                way.run()
                        .estimate()
                        .map(run -> (run.kind() == RunEstimate.Kind.LOWER_BOUND ? ">= " : "")
                                + milliseconds(run.milliseconds()))
                        .orElse("-"));
    }

    private static String of(Way way, String memory, ToLongFunction<Demand> figure) {
        return way.demands().stream()
                .filter(demand -> demand.memory().equals(memory))
                .map(demand -> String.format(Locale.US, "%,d", figure.applyAsLong(demand)))
                .findFirst()
                .orElse("-");
    }

    String summary() {
        if (fit.fits()) {
            return "fits with "
                    + fit.ways().stream().filter(Way::fits).map(Way::title).collect(Collectors.joining(", "));
        }
        return fit.nearest()
                .map(way -> "does not fit with " + way.title() + ": "
                        + way.demands().stream()
                                .filter(demand -> !demand.fits())
                                .map(demand -> String.format(
                                        Locale.US, "%s %,d bytes too many", demand.memory(), -demand.left()))
                                .collect(Collectors.joining(", ")))
                .orElseGet(() -> "does not run: "
                        + fit.ways().stream()
                                .map(way -> way.title() + ": " + way.refusals().get(0))
                                .collect(Collectors.joining("; ")));
    }
}
