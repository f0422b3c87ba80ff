// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.espalier.compress.CompressionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values of tfmot's core/sparsity/keras/pruning_schedule_test.py (conformance 7.1). */
class PruningScheduleTest {
    @ParameterizedTest
    @CsvSource({"100, 0.2", "102, 0.4928", "105, 0.725", "110, 0.8"})
    void aPolynomialDecayIsThatOfTfmot(long step, double sparsity) {
        PolynomialDecay decay = PolynomialDecay.from(0.2).to(0.8).over(100, 110).withFrequency(2);

        assertThat(decay.sparsity(step)).isCloseTo(sparsity, within(1e-9));
    }

    @ParameterizedTest
    @CsvSource({
        "1, 90, false",
        "1, 99, false",
        "1, 100, true",
        "1, 110, true",
        "1, 200, true",
        "1, 201, false",
        "1, 210, false",
        "10, 100, true",
        "10, 109, false",
        "10, 110, true",
        "10, 111, false"
    })
    void pruningIsDueFromBeginToEndEverySoManySteps(long frequency, long step, boolean due) {
        assertThat(new ConstantSparsity(0.5, 100, 200, frequency).isDue(step)).isEqualTo(due);
        assertThat(PolynomialDecay.from(0.2)
                        .to(0.8)
                        .over(100, 200)
                        .withFrequency(frequency)
                        .isDue(step))
                .isEqualTo(due);
    }

    @ParameterizedTest
    @CsvSource({"10000", "100000000"})
    void pruningWithoutAnEndGoesOnForEver(long step) {
        assertThat(ConstantSparsity.of(0.5).withFrequency(10).isDue(step)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "0.5, -1, 10, 1, must begin at step 0 or later",
        "0.5, 0, -5, 1, cannot end at step -5",
        "0.5, 10, 9, 1, cannot end at step 9",
        "0.5, 0, 10, 0, must be 1 step or more",
        "0.5, 0, 10, -1, must be 1 step or more",
        "-0.001, 0, 10, 1, must be at least 0 and less than 1",
        "1.0, 0, 10, 1, must be at least 0 and less than 1",
        "NaN, 0, 10, 1, must be at least 0 and less than 1"
    })
    void whatTfmotRefusesIsRefused(double sparsity, long begin, long end, long frequency, String message) {
        assertThatThrownBy(() -> new ConstantSparsity(sparsity, begin, end, frequency))
                .isInstanceOf(CompressionException.class)
                .hasMessageContaining(message);
        assertThatThrownBy(() -> new PolynomialDecay(sparsity, 0.8, begin, end, 3, frequency))
                .isInstanceOf(CompressionException.class)
                .hasMessageContaining(message);
        assertThatThrownBy(() -> new PolynomialDecay(0.1, sparsity, begin, end, 3, frequency))
                .isInstanceOf(CompressionException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aPolynomialDecayNeedsAnEnd() {
        assertThatThrownBy(() -> PolynomialDecay.from(0.2).to(0.8).over(0, -1))
                .isInstanceOf(CompressionException.class)
                .hasMessageContaining("needs a last step");
    }
}
