// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.espalier.lite.calibrate.CalibrationMethod.MeanSquaredError;
import io.espalier.lite.calibrate.CalibrationMethod.MinMax;
import io.espalier.lite.calibrate.CalibrationMethod.MovingAverage;
import io.espalier.lite.calibrate.CalibrationMethod.Percentile;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CalibrationMethodTest {
    @ParameterizedTest
    @MethodSource
    void everyMethodHasANameThatDecodes(CalibrationMethod method) {
        assertThat(CalibrationMethod.named(method.id())).isEqualTo(method);
    }

    static List<CalibrationMethod> everyMethodHasANameThatDecodes() {
        return List.of(new MinMax(), new MovingAverage(0.9), new Percentile(99.5), new MeanSquaredError(4));
    }

    @Test
    void aNameWithoutItsNumberStandsForTheUsualOne() {
        assertThat(CalibrationMethod.named("Percentile")).isEqualTo(Percentile.DEFAULT);
        assertThat(CalibrationMethod.named("moving_average")).isEqualTo(MovingAverage.DEFAULT);
        assertThat(CalibrationMethod.named("mean_squared_error")).isEqualTo(MeanSquaredError.DEFAULT);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "minmax, 'minmax' is not a calibration method",
                "percentile many, 'many' is not a number, which percentile needs",
                "mean_squared_error 99, must have 2 to 16 bits",
                "moving_average 1.5, at least 0 and less than 1"
            })
    void otherNamesAreRefused(String name, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CalibrationMethod.named(name))
                .withMessageContaining(message);
    }
}
