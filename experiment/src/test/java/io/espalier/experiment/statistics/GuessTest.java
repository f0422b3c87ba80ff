// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GuessTest {
    @Test
    void aModelThatIsNoBetterThanTheMostFrequentClassIsNamed() {
        assertThat(new Guess(0.5).note("net", 0.55, 100))
                .hasValueSatisfying(note ->
                        assertThat(note).startsWith("net has accuracy 0.5500, which is at the level of guessing"));
    }

    @Test
    void nothingIsSaidWhereAllExamplesAreOfOneClass() {
        assertThat(new Guess(1).note("net", 1, 1000)).isEmpty();
        assertThat(new Guess(1).note("net", 0.3, 1000)).isEmpty();
    }

    @Test
    void nothingIsSaidWhereExamplesAreTooFewToTellTheBestFromAGuess() {
        assertThat(new Guess(0.5).note("net", 0.5, 2)).isEmpty();
    }
}
