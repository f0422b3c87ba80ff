// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.calibrate;

import io.espalier.lite.calibrate.CalibrationMethod.MeanSquaredError;
import io.espalier.lite.calibrate.CalibrationMethod.MinMax;
import io.espalier.lite.calibrate.CalibrationMethod.MovingAverage;
import io.espalier.lite.calibrate.CalibrationMethod.Percentile;
import java.util.Locale;

/** What users call the methods. */
final class CalibrationNames {
    static final String MIN_MAX = "min_max";
    static final String MOVING_AVERAGE = "moving_average";
    static final String PERCENTILE = "percentile";
    static final String MEAN_SQUARED_ERROR = "mean_squared_error";

    private CalibrationNames() {}

    static CalibrationMethod method(String id) {
        String[] words = id.strip().toLowerCase(Locale.ROOT).split("\\s+", 2);
        boolean hasNumber = words.length == 2;
        try {
            return switch (words[0]) {
                case MIN_MAX -> {
                    if (hasNumber) {
                        throw new IllegalArgumentException(MIN_MAX + " takes no parameter");
                    }
                    yield new MinMax();
                }
                case MOVING_AVERAGE ->
                    hasNumber ? new MovingAverage(Double.parseDouble(words[1])) : MovingAverage.DEFAULT;
                case PERCENTILE -> hasNumber ? new Percentile(Double.parseDouble(words[1])) : Percentile.DEFAULT;
                case MEAN_SQUARED_ERROR ->
                    hasNumber ? new MeanSquaredError(Integer.parseInt(words[1])) : MeanSquaredError.DEFAULT;
                default ->
                    throw new IllegalArgumentException("'" + words[0]
                            + "' is not a calibration method; choose from " + MIN_MAX + ", " + MOVING_AVERAGE + ", "
                            + PERCENTILE + ", " + MEAN_SQUARED_ERROR);
            };
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + words[1] + "' is not a number, which " + words[0] + " needs", e);
        }
    }
}
