// SPDX-License-Identifier: Apache-2.0
package io.espalier.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class InTurnTest {
    @Test
    void eachIsFirstInEveryOtherRound() throws IOException {
        List<String> order = new ArrayList<>();

        InTurn.of(3, () -> order.add("a"), () -> order.add("b"));

        assertThat(order).containsExactly("a", "b", "b", "a", "a", "b");
    }

    @Test
    void theRatioIsTheMedianOfTheRoundsRatios() throws IOException {
        Iterator<Double> first = List.of(1.0, 8.0, 3.0).iterator();
        Iterator<Double> second = List.of(2.0, 2.0, 1.0).iterator();

        InTurn<Double> measured = InTurn.of(3, first::next, second::next);

        assertThat(measured.firstMedian(Double::doubleValue)).isEqualTo(3);
        assertThat(measured.secondMedian(Double::doubleValue)).isEqualTo(2);
        assertThat(measured.ratio(Double::doubleValue)).isEqualTo(3);
    }
}
