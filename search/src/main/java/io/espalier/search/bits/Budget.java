// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.bits;

import io.espalier.search.SearchException;
import io.espalier.search.bits.Judgement.OutputFigures;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * By how much a file may be worse than the float model: {@code 0.5pt}, percentage points of a share such as accuracy; {@code 2%} of an error such as the
 * mean absolute error; or a plain number in the unit of that error.
 *
 * @param amount 0 or more
 * @param unit what it counts
 * @param errors how many standard errors of the loss are added to it, since the examples are a sample; 0 for the loss as it was measured
 */
public record Budget(double amount, Unit unit, double errors) {
    private static final Pattern FORM = Pattern.compile("([0-9]*\\.?[0-9]+)\\s*(pt|%)?");
    private static final double PERCENT = 100;
    // shares are quotients of whole numbers: what differs by less is the same
    private static final double ROUNDING = 1e-9;

    /** What a budget counts. */
    public enum Unit {
        /** Percentage points of a share. */
        POINTS,
        /** Percent of an error. */
        PERCENT,
        /** The unit of the labels. */
        ABSOLUTE
    }

    /**
     * Reads a budget.
     *
     * @throws SearchException if it is none
     */
    public static Budget parse(String text) {
        Matcher form = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!form.matches()) {
            String point = text.strip().replace(',', '.');
            throw SearchException.badUse("'" + text + "' is no budget"
                    + (FORM.matcher(point.toLowerCase(Locale.ROOT)).matches() ? " (did you mean '" + point + "'?)" : "")
                    + "; write 0.5pt for half a percentage point of accuracy, or for an"
                    + " error 2% of it, or a number in its unit");
        }
        double amount = Double.parseDouble(form.group(1));
        String unit = form.group(2);
        if ("pt".equals(unit) && amount >= PERCENT) {
            throw SearchException.badUse(
                    "'" + text + "' allows any file, since a share has 100 points; write less, such as 0.5pt");
        }
        return new Budget(amount, unit == null ? Unit.ABSOLUTE : unit.equals("pt") ? Unit.POINTS : Unit.PERCENT, 0);
    }

    /**
     * The same, to be kept by an upper bound of the loss, since the examples are a sample: the loss itself and some of its standard errors, where these are
     * known.
     *
     * @param share of cases in which the loss is below the bound; from 0.5, the loss as it was measured, to 0.999
     * @throws IllegalArgumentException if it is not between these
     */
    public Budget withConfidence(double share) {
        return new Budget(amount, unit, NormalDistribution.quantile(share));
    }

    /**
     * Checks that the budget can be held against a measure.
     *
     * @throws SearchException if its unit does not belong to the measure
     */
    public void check(OutputFigures figures) {
        if (figures.isError() && unit == Unit.POINTS) {
            throw SearchException.badUse("the budget " + this + " counts percentage points, but " + figures.measure()
                    + " is an error; write 2% for two percent of it, or a number in its unit");
        }
        if (!figures.isError() && unit != Unit.POINTS) {
            throw SearchException.badUse("the budget " + this + " may be read in two ways, since " + figures.measure()
                    + " is a share; write percentage points, such as 0.5pt");
        }
    }

    /** By how much an output may be worse. */
    public double allowed(OutputFigures figures) {
        return switch (unit) {
            case POINTS -> amount / PERCENT;
            case PERCENT -> amount / PERCENT * Math.abs(figures.reference());
            case ABSOLUTE -> amount;
        };
    }

    /**
     * That the examples are too few to show so small a loss, and how many would do; empty where they can.
     *
     * @param floats the figures of the float model
     */
    Optional<String> remark(Judgement floats) {
        OutputFigures figures = floats.first();
        double least = errors / Math.max(1, figures.examples());
        if (figures.spread().isEmpty() || least <= allowed(figures)) {
            return Optional.empty();
        }
        return Optional.of(String.format(
                Locale.US,
                "that all of %,d examples are answered alike shows only that a file loses less than %.2f pt: for a budget of %s give %sless confidence",
                figures.examples(),
                PERCENT * least,
                this,
                amount > 0
                        ? String.format(Locale.US, "%,d examples or ", (long) Math.ceil(errors / allowed(figures)))
                        : ""));
    }

    /** Whether all outputs keep it. */
    public boolean holds(Judgement judgement) {
        return judgement.outputs().values().stream()
                .allMatch(figures -> lack(figures) <= ROUNDING * Math.max(1, Math.abs(figures.reference())));
    }

    /** How much the worst output lacks; 0 or less where all keep it. */
    public double lack(Judgement judgement) {
        return judgement.outputs().values().stream()
                .mapToDouble(this::lack)
                .max()
                .orElse(0);
    }

    private double lack(OutputFigures figures) {
        return figures.loss() + errors * figures.spread().orElse(0) - allowed(figures);
    }

    /** As it is written. */
    @Override
    public String toString() {
        String number = amount == Math.rint(amount) ? String.valueOf((long) amount) : String.valueOf(amount);
        return number
                + switch (unit) {
                    case POINTS -> "pt";
                    case PERCENT -> "%";
                    case ABSOLUTE -> "";
                };
    }
}
