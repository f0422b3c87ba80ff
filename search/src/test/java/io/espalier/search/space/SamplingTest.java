// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.space;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.search.space.Sampling.Bracket;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;

class SamplingTest {
    @Test
    void randomTrialsAreDifferentAndFollowFromTheSeed() {
        BigInteger leaves = BigInteger.TEN.pow(20);

        assertThat(Sampling.random(leaves, 50, 7))
                .isEqualTo(Sampling.random(leaves, 50, 7))
                .doesNotHaveDuplicates();
        assertThat(Sampling.random(leaves, 50, 8)).isNotEqualTo(Sampling.random(leaves, 50, 7));
        assertThat(Sampling.random(BigInteger.TWO, 50, 7)).containsExactly(BigInteger.ZERO, BigInteger.ONE);
    }

    @Test
    void halvingTrainsLongerFromRungToRung() {
        assertThat(Sampling.shares(3, 3)).containsExactly(1.0 / 9, 1.0 / 3, 1.0);
        assertThat(Sampling.shares(2, 1)).containsExactly(1.0);
    }

    @Test
    void theBracketsOfHyperbandAreThoseOfThePaper() {
        // R = 81, eta = 3: table 1 of the paper
        assertThat(Sampling.hyperband(new SamplerSettings("hyperband", 3, 5)))
                .containsExactly(
                        new Bracket(81, 5),
                        new Bracket(34, 4),
                        new Bracket(15, 3),
                        new Bracket(8, 2),
                        new Bracket(5, 1));
    }
}
