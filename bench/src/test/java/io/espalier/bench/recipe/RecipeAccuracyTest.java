// SPDX-License-Identifier: Apache-2.0
package io.espalier.bench.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.bench.Report;
import io.espalier.bench.recipe.RecipeAccuracy.Scores;
import io.espalier.experiment.recipe.CompressionRecipe;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each recipe of Espalier on two kinds of networks, each kind with two recipes; the benchmark measures all pairs. */
class RecipeAccuracyTest {
    private static final double A_POINT_AND_A_HALF = 1.5;
    private static final int EXAMPLES = 512;
    private static final int EPOCHS = 6;

    private final Report report = new Report();

    @ParameterizedTest
    @EnumSource
    void aFileIsAsGoodAsTheModelItWasMadeFrom(SmallNetwork network) throws IOException {
        List<String> all = CompressionRecipe.names();
        int place = List.of(SmallNetwork.values()).indexOf(network);
        List<String> two = List.of(all.get(place % all.size()), all.get((place + 3) % all.size()));

        List<Scores> found = RecipeAccuracy.measure(network, two, EXAMPLES, EPOCHS, report.out());

        assertThat(found)
                .allSatisfy(scores ->
                        assertThat(scores.pointsApart()).as(report.text()).isLessThanOrEqualTo(A_POINT_AND_A_HALF));
        assertThat(found).extracting(Scores::recipe).containsSubsequence(two);
    }
}
