// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize.improve;

import java.util.Arrays;

/**
 * Sums of the products of every two columns of patches, which are half the second derivatives of a layer's squared error by its weights;
 * and their triangular factor. In double precision: the factor in the lower triangle, the sums in the upper one.
 */
final class SecondMoments {
    /** What is added to the diagonal, by its mean: columns that are all but multiples of others would not be told apart. */
    private static final double DAMPING = 0.01;

    private static final int TOGETHER = 4;
    private static final int PANEL = 16;

    private final int size;
    private final double[] sums;
    private final double[] diagonal;
    private final double[][] waiting;
    private int waitingCount;

    SecondMoments(int size) {
        this.size = size;
        this.sums = new double[Math.multiplyExact(size, size)];
        this.diagonal = new double[size];
        this.waiting = new double[TOGETHER][size];
    }

    /** Adds the columns of a patch from {@code from} on. */
    void add(double[] patch, int from) {
        System.arraycopy(patch, from, waiting[waitingCount++], 0, size);
        if (waitingCount == TOGETHER) {
            addWaiting();
        }
    }

    private void addWaiting() {
        for (int i = waitingCount; i < TOGETHER; i++) {
            Arrays.fill(waiting[i], 0);
        }
        for (int row = 0; row < size; row++) {
            addRows(row, row + 1, 1, waiting, 0);
        }
        waitingCount = 0;
    }

    // Adds, to the beginning of a row of sums, four vectors times their own values at that row.
    private void addRows(int row, int length, double sign, double[][] vectors, int first) {
        double[] a = vectors[first];
        double[] b = vectors[first + 1];
        double[] c = vectors[first + 2];
        double[] d = vectors[first + 3];
        double byA = sign * a[row];
        double byB = sign * b[row];
        double byC = sign * c[row];
        double byD = sign * d[row];
        if (byA == 0 && byB == 0 && byC == 0 && byD == 0) {
            return;
        }
        int start = row * size;
        for (int i = 0; i < length; i++) {
            sums[start + i] += byA * a[i] + byB * b[i] + byC * c[i] + byD * d[i];
        }
    }

    int size() {
        return size;
    }

    /** A number on the diagonal, of the sums or of the factor. */
    double diagonal(int column) {
        return sums[column * size + column];
    }

    /**
     * Turns the sums S, a little of their mean diagonal added to the diagonal, into the lower triangular L with S = transposed(L) * L:
     * the squared error of an output whose weights are off by e is then the sum of the squares of L * e.
     *
     * @return whether there is one: not if nothing was added but zeros, or what is no number
     */
    boolean factor() {
        addWaiting();
        double mean = 0;
        for (int i = 0; i < size; i++) {
            mean += diagonal(i) / size;
        }
        for (int i = 0; i < size; i++) {
            sums[i * size + i] += DAMPING * mean;
            diagonal[i] = diagonal(i);
            for (int before = 0; before < i; before++) {
                sums[before * size + i] = sums[i * size + before];
            }
        }
        for (int end = size; end > 0; end -= PANEL) {
            int start = Math.max(0, end - PANEL);
            double[][] panel = new double[PANEL][size];
            for (int row = end - 1; row >= start; row--) {
                if (!finish(row, end)) {
                    return false;
                }
                System.arraycopy(sums, row * size, panel[row - start], 0, row + 1);
            }
            for (int row = 0; row < start; row++) {
                for (int first = 0; first < PANEL; first += TOGETHER) {
                    addRows(row, row + 1, -1, panel, first);
                }
            }
        }
        return true;
    }

    private boolean finish(int row, int end) {
        int start = row * size;
        for (int later = row + 1; later < end; later++) {
            double factor = sums[later * size + row];
            for (int i = 0; i <= row; i++) {
                sums[start + i] -= factor * sums[later * size + i];
            }
        }
        double pivot = Math.sqrt(sums[start + row]);
        if (!(pivot > 0) || Double.isInfinite(pivot)) {
            return false;
        }
        for (int i = 0; i <= row; i++) {
            sums[start + i] /= pivot;
        }
        return true;
    }

    /** A number on the diagonal of the sums, once there is a factor. */
    double sumOfSquares(int column) {
        return diagonal[column];
    }

    /** Adds a column of the sums, times a number, to a vector; once there is a factor. */
    void addSums(int column, double times, double... vector) {
        for (int row = 0; row < column; row++) {
            vector[row] += times * sums[row * size + column];
        }
        vector[column] += times * diagonal[column];
        for (int row = column + 1; row < size; row++) {
            vector[row] += times * sums[column * size + row];
        }
    }

    /** The product of the factor's row, up to the diagonal and without it, and a vector. */
    double beforeDiagonal(int row, double... vector) {
        int start = row * size;
        double first = 0;
        double second = 0;
        double third = 0;
        double fourth = 0;
        int i = 0;
        for (; i + 3 < row; i += 4) {
            first += sums[start + i] * vector[i];
            second += sums[start + i + 1] * vector[i + 1];
            third += sums[start + i + 2] * vector[i + 2];
            fourth += sums[start + i + 3] * vector[i + 3];
        }
        for (; i < row; i++) {
            first += sums[start + i] * vector[i];
        }
        return first + second + third + fourth;
    }
}
