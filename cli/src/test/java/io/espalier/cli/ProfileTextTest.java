// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.runtime.interpreter.InterpreterOptions;
import io.espalier.runtime.measure.Profile;
import io.espalier.runtime.measure.Profile.KernelSet;
import io.espalier.runtime.measure.Profile.Operator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProfileTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "115.3 | 274.0 | rows make up 2.73 times a run, and with the profiler a run takes 6.5 times as long.",
                "60    | 50    | Timing disturbs this model: rows make up 1.42 times a run.",
                "42.2  | 80    | Timing disturbs this model: with the profiler a run takes 1.9 times as long.",
                "42.2  | 50    | ''",
                "30    | 43    | Rows make up less than a run",
            })
    void whatTimingAddsIsSaid(double rows, double profiled, String line) {
        Operator operator = new Operator("", 0, "ADD", "sum", KernelSet.BUILT_IN, 0, List.of(), rows, rows, 100, 400);
        Profile profile =
                new Profile("gru", InterpreterOptions.DEFAULTS, 200, 42.2, profiled, List.of(operator), List.of());

        String text = new ProfileText(profile, Optional.empty(), OptionalInt.empty()).text();

        assertThat(text).contains(line);
        if (line.isEmpty()) {
            assertThat(text).doesNotContain("Timing disturbs", "Rows make up");
        }
    }
}
