// SPDX-License-Identifier: Apache-2.0
package io.espalier.data;

/**
 * What the targets of a data set look like.
 *
 * @param dataset the name of the data set
 * @param kind what all of them have in common
 * @param columns how many numbers a target has
 * @param classes how many classes there are, if targets are class numbers
 * @param evidence an example that shows it, for messages: {@code example 4 has the label 0.37}; empty if there is none
 */
record LabelForm(String dataset, Kind kind, int columns, int classes, String evidence) {
    // Sums of a thousand float16 numbers are off by less.
    private static final double TOLERANCE = 1e-3;

    enum Kind {
        /** There are none. */
        MISSING,
        /** One whole number per example, from 0. */
        CLASS_NUMBERS,
        /** Rows with a single 1, otherwise 0. */
        ONE_HOT,
        /** Rows of 0 and 1. */
        ZEROS_AND_ONES,
        /** Rows of numbers from 0 to 1 with a sum of 1. */
        SHARES,
        /** Other numbers. */
        NUMBERS
    }

    /** @throws DataFormatException if a label is NaN or infinite */
    static LabelForm of(Dataset examples) {
        int columns = examples.targets().elements();
        if (columns == 0) {
            return new LabelForm(examples.name(), Kind.MISSING, 0, 0, "");
        }
        if (columns == 1 && !examples.classNames().isEmpty()) {
            return new LabelForm(
                    examples.name(),
                    Kind.CLASS_NUMBERS,
                    1,
                    examples.classNames().size(),
                    "");
        }
        Predictions labels = Labels.of(examples);
        requireFinite(examples, labels);
        return columns == 1 ? ofNumbers(examples.name(), labels) : ofRows(examples.name(), labels);
    }

    private static void requireFinite(Dataset examples, Predictions labels) {
        for (int example = 0; example < labels.size(); example++) {
            for (int column = 0; column < labels.width(); column++) {
                if (!Float.isFinite(labels.at(example, column))) {
                    throw new DataFormatException(examples.name() + ": " + evidence(example, labels.at(example, column))
                            + "; correct the label, or remove the example");
                }
            }
        }
    }

    private static String evidence(int example, float label) {
        return "example " + example + " has the label " + label;
    }

    private static LabelForm ofNumbers(String dataset, Predictions labels) {
        int largest = 0;
        String evidence = "";
        for (int example = 0; example < labels.size(); example++) {
            float label = labels.at(example, 0);
            if (!(label >= 0 && label == Math.rint(label) && label < Integer.MAX_VALUE)) {
                return new LabelForm(dataset, Kind.NUMBERS, 1, 0, evidence(example, label));
            }
            if (label > largest) {
                largest = (int) label;
                evidence = evidence(example, label);
            }
        }
        return new LabelForm(dataset, Kind.CLASS_NUMBERS, 1, largest + 1, evidence);
    }

    private static LabelForm ofRows(String dataset, Predictions labels) {
        boolean whole = true;
        boolean sumsToOne = true;
        String fraction = "";
        for (int example = 0; example < labels.size(); example++) {
            double sum = 0;
            for (int column = 0; column < labels.width(); column++) {
                float label = labels.at(example, column);
                if (!(label >= 0 && label <= 1)) {
                    return new LabelForm(dataset, Kind.NUMBERS, labels.width(), 0, evidence(example, label));
                }
                if (label != 0 && label != 1 && whole) {
                    whole = false;
                    fraction = evidence(example, label);
                }
                sum += label;
            }
            sumsToOne &= Math.abs(sum - 1) <= TOLERANCE;
        }
        Kind kind = whole ? (sumsToOne ? Kind.ONE_HOT : Kind.ZEROS_AND_ONES) : (sumsToOne ? Kind.SHARES : Kind.NUMBERS);
        return new LabelForm(dataset, kind, labels.width(), 0, fraction);
    }

    /** Whether labels are 0 or 1 in one column. */
    boolean isYesOrNo() {
        return kind == Kind.CLASS_NUMBERS && classes <= 2;
    }

    /** The fact, as a clause. */
    String describe() {
        String labels = dataset + ": the labels are ";
        return switch (kind) {
            case MISSING -> dataset + ": has no labels";
            case CLASS_NUMBERS ->
                classes <= 2
                        ? labels + "0 or 1, one per example"
                        : labels + "whole numbers from 0 to " + (classes - 1) + ", one per example";
            case ONE_HOT -> labels + "one-hot rows of " + columns + " numbers";
            case ZEROS_AND_ONES -> labels + "rows of " + columns + " zeros and ones";
            case SHARES -> labels + "rows of " + columns + " shares with a sum of 1";
            case NUMBERS ->
                columns == 1
                        ? dataset + ": " + evidence + ", which is no class"
                        : labels + "rows of " + columns + " numbers: " + evidence;
        };
    }
}
