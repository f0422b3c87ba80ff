// SPDX-License-Identifier: Apache-2.0
package io.espalier.data;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** A figure that tells how good predictions are. Which of them a model has depends on its {@link Task}. */
public enum Metric {
    /** The share of right answers, from 0 to 1. With several yes-or-no outputs, each output of each example counts as an answer. */
    ACCURACY("accuracy"),

    /** The share of examples whose class is among the five with the largest outputs. Of equal outputs, the first come first. */
    TOP_5("top-5"),

    /**
     * The area under the ROC curve: the probability that an example with the label has a larger output than one without; equal outputs count half.
     * With several classes or labels, the mean over those that some examples have and others lack; classes compare their softmax.
     */
    AUC("AUC"),

    /**
     * The F1 score, the harmonic mean of precision and recall; 0 if nothing is right. With several classes or labels, the unweighted mean over those
     * that occur among answers or labels.
     */
    F1("F1"),

    /** The mean absolute error, over all numbers of all examples. */
    MAE("MAE"),

    /** The root mean squared error. */
    RMSE("RMSE"),

    /** The coefficient of determination; with several outputs, the mean over those whose labels are not all equal. */
    R2("R2");

    private static final double HALF_A_POINT = 0.005;
    private static final double ONE_PERCENT = 0.01;
    // Shares are quotients of whole numbers: what differs by less is the same.
    private static final double ROUNDING = 1e-9;

    private final String label;

    Metric(String label) {
        this.label = label;
    }

    /** What tables and sentences call it, such as {@code MAE}. */
    public String label() {
        return label;
    }

    /** What options, recipes and JSON call it, such as {@code top_5}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The metric with this {@link #key}, in any case. */
    public static Optional<Metric> named(String key) {
        return Arrays.stream(values())
                .filter(metric -> metric.key().equalsIgnoreCase(key))
                .findFirst();
    }

    /** All keys, separated by commas. */
    public static String keys() {
        return Arrays.stream(values()).map(Metric::key).collect(Collectors.joining(", "));
    }

    /** Whether it measures errors, so that smaller is better, in the unit of the labels. */
    public boolean isError() {
        return this == MAE || this == RMSE;
    }

    /** How much better one value is than another: above 0 if it is better, whatever the direction of this metric. */
    public double gain(double value, double than) {
        return isError() ? than - value : value - than;
    }

    /**
     * Whether a value is close enough to that of the original model: at most half a point (0.005) less, or, of errors, at most 1% more. NaN is not.
     */
    public boolean keepsBudget(double value, double original) {
        double allowed = isError() ? ONE_PERCENT * original : HALF_A_POINT;
        return gain(value, original) >= -allowed - ROUNDING * (isError() ? original : 1);
    }

    /** A value as tables show it: {@code 0.9529}; errors with four digits, whatever their size. */
    public String format(double value) {
        return String.format(Locale.US, isError() ? "%.4g" : "%.4f", value);
    }
}
