// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.calibrate;

import java.io.Serializable;

/** How the range of a tensor follows from its values. */
public sealed interface CalibrationMethod extends Serializable {
    /** The name in recipes and on the command line, its number included, such as {@code percentile 99.99}. */
    String id();

    /**
     * The method of a name, with or without its number: {@code min_max}, {@code moving_average 0.95}, {@code percentile 99.99} or
     * {@code mean_squared_error 8}.
     *
     * @throws IllegalArgumentException if there is none, or the number does not suit it
     */
    static CalibrationMethod named(String id) {
        return CalibrationNames.method(id);
    }

    /** From the smallest value to the largest. Nothing is clipped, so one outlier can cost resolution. */
    record MinMax() implements CalibrationMethod {
        @Override
        public String id() {
            return CalibrationNames.MIN_MAX;
        }
    }

    /**
     * Exponential averages of the samples' least and greatest values: {@code smoothing * old + (1 - smoothing) * new}. The first sample
     * counts as it is. The order of the samples matters.
     *
     * @param smoothing how much of the old average stays with each sample, from 0 to below 1
     */
    record MovingAverage(double smoothing) implements CalibrationMethod {
        /** AI Edge Quantizer's default, 0.95. */
        public static final MovingAverage DEFAULT = new MovingAverage(0.95);

        public MovingAverage {
            if (!(smoothing >= 0 && smoothing < 1)) {
                throw new IllegalArgumentException(
                        "the smoothing factor must be at least 0 and less than 1, not " + smoothing);
            }
        }

        @Override
        public String id() {
            return CalibrationNames.MOVING_AVERAGE + " " + smoothing;
        }
    }

    /**
     * The range that leaves out equal shares of the least and of the greatest values, known to a relative error of
     * 1/128. Never narrower than asked, nor wider than from the least value to the greatest.
     *
     * @param percent how many values of 100 are inside, above 0 and up to 100
     */
    record Percentile(double percent) implements CalibrationMethod {
        /** 99.99 of 100, which the paper of Wu et al. (2020, arXiv:2004.09602) finds good for most networks. */
        public static final Percentile DEFAULT = new Percentile(99.99);

        public Percentile {
            if (!(percent > 0 && percent <= 100)) {
                throw new IllegalArgumentException(
                        "the percentile must be greater than 0 and at most 100, not " + percent);
            }
        }

        @Override
        public String id() {
            return CalibrationNames.PERCENTILE + " " + percent;
        }
    }

    /**
     * The range whose quantized values are nearest to the values in the mean of squares: clipping the few greatest buys resolution for
     * the many. The range holds zero, as the grid of quantized values does.
     *
     * @param bits of a quantized value, 2 to 16
     * @see <a href="https://arxiv.org/abs/1810.05723">Banner, Nahshan, Soudry, Post-training 4-bit quantization (2019)</a>
     */
    record MeanSquaredError(int bits) implements CalibrationMethod {
        /** For values of 8 bits. */
        public static final MeanSquaredError DEFAULT = new MeanSquaredError(8);

        public MeanSquaredError {
            if (bits < 2 || bits > 16) {
                throw new IllegalArgumentException("a quantized activation must have 2 to 16 bits, not " + bits);
            }
        }

        @Override
        public String id() {
            return CalibrationNames.MEAN_SQUARED_ERROR + " " + bits;
        }
    }
}
