// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import io.espalier.experiment.statistics.McNemar;
import io.espalier.search.space.Constraint;
import io.espalier.search.space.Figure;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RankingTest {
    private static final Ranking RANKING = new Ranking(
            List.of(Figure.GZIP_BYTES, new Figure("accuracy")),
            List.of(Constraint.parse("accuracy >= baseline - 1pt")),
            Map.of("gzip_bytes", 1000.0, "accuracy", 0.95));

    @Test
    void theFrontHasWhatNoOtherBeatsInAllObjectives() {
        List<Map<String, Double>> all = List.of(
                figures(100, 0.9), figures(200, 0.95), figures(200, 0.94), figures(300, 0.95), figures(50, 0.8));

        assertThat(RANKING.front(all, figures -> figures))
                .containsExactly(figures(100, 0.9), figures(200, 0.95), figures(50, 0.8));
    }

    @Test
    void whoGoesOnIsOnTheFrontFirstAndThenNearestToTheConstraints() {
        List<Map<String, Double>> all =
                List.of(figures(100, 0.9), figures(200, 0.92), figures(200, 0.91), figures(50, 0.3));

        assertThat(RANKING.best(all, 2, figures -> figures)).containsExactly(figures(100, 0.9), figures(200, 0.92));
    }

    @Test
    void whatLacksIsSaidInNumbers() {
        assertThat(RANKING.lacks(figures(10, 0.94))).isEmpty();
        assertThat(RANKING.lacks(figures(10, 0.93))).containsExactly("accuracy is 0.9300, must be at least 0.9400");
    }

    @Test
    void mcNemarCountsOnlyAnswersThatDiffer() {
        assertThat(McNemar.chance(bits(0, 10), bits(0, 10))).isEqualTo(1);
        // 10 against 2: twice the sum of the binomial coefficients 1, 12 and 66 over 2 to the 12th
        assertThat(McNemar.chance(bits(0, 10), bits(10, 12))).isEqualTo(2 * 79 / 4096.0, offset(1e-12));
        assertThat(McNemar.chance(bits(0, 3000), bits(2000, 5000))).isEqualTo(1, offset(1e-9));
        assertThat(McNemar.chance(bits(0, 3000), bits(3000, 3100))).isLessThan(1e-100);
    }

    @Test
    void aChanceThatIsTinyIsNotCalledZero() {
        assertThat(McNemar.text(1e-100)).isEqualTo("p < 0.001");
        assertThat(McNemar.text(0.0124)).isEqualTo("p = 0.012");
        assertThat(McNemar.number(0.3)).isEqualTo("0.30");
        assertThat(McNemar.number(0.0001)).isEqualTo("<0.001");
    }

    private static BitSet bits(int from, int to) {
        BitSet bits = new BitSet();
        bits.set(from, to);
        return bits;
    }

    private static Map<String, Double> figures(double bytes, double accuracy) {
        return Map.of("gzip_bytes", bytes, "accuracy", accuracy);
    }
}
