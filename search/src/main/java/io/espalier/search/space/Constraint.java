// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.space;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A limit that a trial must keep: {@code accuracy >= baseline - 0.5pt}, {@code flash <= 256KB}, {@code latency <= 0.8 * baseline}.
 *
 * @param text as it was written
 * @param figure what is limited
 * @param atLeast whether it is the least value; otherwise the greatest
 * @param factor of the baseline; 0 if the limit does not depend on it
 * @param offset what is added
 */
public record Constraint(String text, Figure figure, boolean atLeast, double factor, double offset) {
    // Shares are quotients of whole numbers: what differs by less is the same.
    private static final double ROUNDING = 1e-9;
    // A difference of shares that is larger was rather meant in hundredths.
    private static final double MOST_PLAIN = 0.1;
    private static final Pattern FORM = Pattern.compile("\\s*(\\S+?)\\s*(<=|>=)\\s*(.+?)\\s*");
    private static final String NUMBER = "([0-9]+(?:\\.[0-9]+)?)\\s*([A-Za-z%]*)";
    private static final Pattern PLAIN = Pattern.compile(NUMBER);
    private static final Pattern OFF_BASELINE = Pattern.compile("baseline(?:\\s*([-+])\\s*" + NUMBER + ")?");
    private static final Pattern OF_BASELINE = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)\\s*\\*\\s*baseline");
    private static final Map<String, Double> UNITS = Map.ofEntries(
            Map.entry("", 1.0),
            Map.entry("pt", 0.01),
            Map.entry("%", 0.01),
            Map.entry("b", 1.0),
            Map.entry("kb", 1024.0),
            Map.entry("kib", 1024.0),
            Map.entry("mb", 1024.0 * 1024),
            Map.entry("mib", 1024.0 * 1024),
            Map.entry("us", 1.0),
            Map.entry("ms", 1000.0),
            Map.entry("s", 1e6));

    static final String FORMS =
            "write 'accuracy >= baseline - 0.5pt', 'accuracy >= 0.95', 'flash <= 256KB' or 'latency <= 0.8 * baseline'";

    /**
     * Reads a constraint.
     *
     * @throws IllegalArgumentException if it is none; says what is wrong
     */
    public static Constraint parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("'" + text + "' is no constraint; " + FORMS);
        }
        Figure figure = Figure.named(form.group(1))
                .orElseThrow(() -> new IllegalArgumentException(Figure.refusal(form.group(1))));
        boolean atLeast = form.group(2).equals(">=");
        String limit = form.group(3);
        Matcher plain = PLAIN.matcher(limit);
        if (plain.matches()) {
            double number = number(figure, plain.group(1), plain.group(2));
            if (!atLeast && number == 0 && figure.metric().isEmpty()) {
                throw new IllegalArgumentException(
                        "'" + text.strip() + "' keeps no trial: " + figure.name() + " is above 0; " + FORMS);
            }
            if (atLeast && number > 1 && figure.isShare()) {
                throw new IllegalArgumentException(
                        "'" + text.strip() + "' keeps no trial: " + figure.name() + " is 1 (100%) at most; " + FORMS);
            }
            return new Constraint(text.strip(), figure, atLeast, 0, number);
        }
        Matcher part = OF_BASELINE.matcher(limit);
        if (part.matches()) {
            return new Constraint(text.strip(), figure, atLeast, Double.parseDouble(part.group(1)), 0);
        }
        Matcher off = OFF_BASELINE.matcher(limit);
        if (!off.matches()) {
            throw new IllegalArgumentException("'" + limit + "' is no limit; " + FORMS);
        }
        @Nullable String sign = off.group(1);
        if (sign == null) {
            return new Constraint(text.strip(), figure, atLeast, 1, 0);
        }
        boolean meansPoints =
                off.group(3).isEmpty() && figure.isShare() && Double.parseDouble(off.group(2)) > MOST_PLAIN;
        if (meansPoints) {
            String points = new BigDecimal(off.group(2)).movePointRight(2).toPlainString();
            throw new IllegalArgumentException("'" + limit + "' is off by " + points + " points of " + figure.name()
                    + "; write 'baseline " + sign + " " + off.group(2) + "pt', or 'baseline " + sign + " " + points
                    + "pt' if that is meant");
        }
        int direction = sign.equals("-") ? -1 : 1;
        double change = direction * number(figure, off.group(2), off.group(3));
        return off.group(3).equals("%")
                ? new Constraint(text.strip(), figure, atLeast, 1 + change, 0)
                : new Constraint(text.strip(), figure, atLeast, 1, change);
    }

    private static double number(Figure figure, String digits, String unit) {
        String name = unit.toLowerCase(Locale.ROOT);
        boolean isMetric = figure.metric().isPresent();
        boolean fits = name.isEmpty()
                || name.equals("%")
                || (isMetric ? name.equals("pt") : figure.isLatency() ? name.endsWith("s") : name.endsWith("b"));
        if (!UNITS.containsKey(name) || !fits) {
            throw new IllegalArgumentException("'" + unit + "' is no unit of " + figure.name() + "; use "
                    + (isMetric
                            ? "pt (hundredths) or %"
                            : figure.isLatency() ? "us, ms or s" : "B, KB (1,024 bytes) or MB"));
        }
        return Double.parseDouble(digits) * UNITS.get(name);
    }

    /** What is usual: half a point of the metric less than the baseline, or of errors one percent more. */
    public static Constraint usual(Figure metric) {
        return parse(metric.name() + (metric.lessIsBetter() ? " <= baseline + 1%" : " >= baseline - 0.5pt"));
    }

    /**
     * The limit as a number.
     *
     * @param baseline the figures of the model as it is
     */
    public double limit(Map<String, Double> baseline) {
        return factor == 0 ? offset : factor * baseline.getOrDefault(figure.name(), Double.NaN) + offset;
    }

    /** How far a trial is from the limit, as a share of the limit; 0 if it keeps it, infinite if the figure is missing. */
    public double violation(Map<String, Double> figures, Map<String, Double> baseline) {
        @Nullable Double value = figures.get(figure.name());
        double limit = limit(baseline);
        if (value == null || Double.isNaN(value) || Double.isNaN(limit)) {
            return Double.POSITIVE_INFINITY;
        }
        double scale = Math.max(Math.abs(limit), ROUNDING);
        double missing = (atLeast ? limit - value : value - limit) / scale;
        return missing <= ROUNDING ? 0 : missing;
    }

    /** What a trial lacks, in words; empty if it keeps the limit. */
    public Optional<String> lack(Map<String, Double> figures, Map<String, Double> baseline) {
        if (violation(figures, baseline) == 0) {
            return Optional.empty();
        }
        double value = figures.getOrDefault(figure.name(), Double.NaN);
        return Optional.of(figure.label() + " is " + figure.format(value) + ", must be "
                + (atLeast ? "at least " : "at most ") + figure.format(limit(baseline)));
    }
}
