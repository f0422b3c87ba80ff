// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize.improve;

import io.espalier.lite.quantize.constant.HalvesAwayFromZero;

/**
 * Rounds a row of weights one after the other, each such that it makes up for the errors of those before as well as it can.
 *
 * <p>With the factor L of the inputs' second moments the error of the output is the length of L * e, where e is how far the weights are
 * off. L being lower triangular, the weight of a column can take back what the ones before leave in its row. These are the integers of
 * Algorithm 1 of the paper, which updates the weights to come through the factor of the inverse instead.
 */
final class RowRounding {
    private static final int MOST_SWEEPS = 20;

    private RowRounding() {}

    /**
     * Integers, and what they are off.
     *
     * @param error the squared error of the output, in units of the scale
     */
    @SuppressWarnings("ArrayRecordComponent") // made here, and used up by the caller
    record Row(int[] integers, double error) {}

    /**
     * The integers; those that are nearest, if the others are farther off as a whole.
     *
     * @param weights in units of their scale
     * @param largest integer that a weight may become
     */
    static Row round(double[] weights, int largest, SecondMoments factor) {
        int[] rounded = new int[weights.length];
        double[] errors = new double[weights.length];
        double squares = 0;
        for (int column = 0; column < weights.length; column++) {
            double left = factor.beforeDiagonal(column, errors);
            double pivot = factor.diagonal(column);
            rounded[column] = nearest(weights[column] + left / pivot, largest);
            errors[column] = weights[column] - rounded[column];
            squares += square(pivot * errors[column] + left);
        }
        int[] plain = nearest(weights, largest);
        double plainSquares = error(weights, plain, factor);
        return squares <= plainSquares ? new Row(rounded, squares) : new Row(plain, plainSquares);
    }

    /** The same integers, each changed as long as that alone brings the output nearer. */
    static Row improved(double[] weights, Row row, int largest, SecondMoments factor) {
        int[] integers = row.integers().clone();
        double[] gradient = new double[weights.length];
        for (int column = 0; column < weights.length; column++) {
            factor.addSums(column, weights[column] - integers[column], gradient);
        }
        boolean changes = true;
        for (int sweep = 0; changes && sweep < MOST_SWEEPS; sweep++) {
            changes = false;
            for (int column = 0; column < weights.length; column++) {
                double step = gradient[column] / factor.sumOfSquares(column);
                int changed = nearest(integers[column] + step, largest);
                int difference = changed - integers[column];
                if (difference != 0 && Math.abs(step - difference) < Math.abs(step)) {
                    integers[column] = changed;
                    factor.addSums(column, -difference, gradient);
                    changes = true;
                }
            }
        }
        return new Row(integers, error(weights, integers, factor));
    }

    private static double error(double[] weights, int[] integers, SecondMoments factor) {
        double[] errors = new double[weights.length];
        double squares = 0;
        for (int column = 0; column < weights.length; column++) {
            errors[column] = weights[column] - integers[column];
            squares += square(factor.diagonal(column) * errors[column] + factor.beforeDiagonal(column, errors));
        }
        return squares;
    }

    /** The nearest integers. */
    static int[] nearest(double[] weights, int largest) {
        int[] nearest = new int[weights.length];
        for (int column = 0; column < weights.length; column++) {
            nearest[column] = nearest(weights[column], largest);
        }
        return nearest;
    }

    private static int nearest(double value, int largest) {
        long rounded = HalvesAwayFromZero.round(value);
        return (int) Math.max(-largest, Math.min(largest, rounded));
    }

    private static double square(double value) {
        return value * value;
    }
}
