// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.espalier.base.RecipeException;
import io.espalier.experiment.recipe.CompressionRecipe;
import io.espalier.search.space.RecipeSpace.Leaf;
import java.math.BigInteger;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecipeSpaceTest {
    @Test
    void aListWhereAKeyTakesNoneIsAChoiceAndTheLastChoiceChangesFirst() {
        RecipeSpace space = space("steps: [{prune: [0.5, 0.8]}, {cluster: [8, 16, 32]}, {quantize: int8}]");

        assertThat(space.leaves()).isEqualTo(6);
        assertThat(settings(space))
                .startsWith("{prune=0.5, cluster=8}", "{prune=0.5, cluster=16}")
                .hasSize(6);
        assertThat(recipe(space, 5).toYaml()).contains("prune: 0.8", "cluster: 32", "validation_split: 0.1");
    }

    @Test
    void aListWhereAKeyTakesOneIsNoChoiceUnlessItSaysSo() {
        RecipeSpace fixed = space("steps: [{prune: 0.5, layers: [a, b]}, {export: [h5, tflite]}]");
        RecipeSpace open = space("steps: [{prune: 0.5, layers: {choose: [[a], [a, b]]}}, {quantize: int8}]");

        assertThat(fixed.leaves()).isEqualTo(1);
        assertThat(settings(open)).containsExactly("{prune.layers=[a]}", "{prune.layers=[a, b]}");
    }

    @Test
    void rangesHaveEqualStepsOrEqualRatios() {
        RecipeSpace space = space("""
                steps:
                  - prune: {from: 0.5, to: 0.8, step: 0.1}
                    train: {learning_rate: {from: 0.0001, to: 0.01, log: 3}}
                  - quantize_aware: {choose: [8, {choose: [6, 4]}]}
                  - quantize: int8
                """);

        assertThat(space.leaves()).isEqualTo(4 * 3 * 3);
        assertThat(settings(space).get(3)).isEqualTo("{prune=0.5, prune.train.learning_rate=0.001, quantize_aware=8}");
        assertThat(recipe(space, 35).toYaml()).contains("prune: 0.8", "learning_rate: 0.01", "quantize_aware: 4");
    }

    @Test
    void stepsMayBeLeftOutOrChosenWithTheirOwnChoices() {
        RecipeSpace space = space("""
                steps:
                  - optional: {prune: [0.5, 0.8]}
                  - choose:
                    - cluster: 16
                    - [{cluster: [8, 4]}, {fine_tune: {}}]
                    - none
                  - quantize: int8
                """);

        assertThat(space.leaves()).isEqualTo(3 * 4);
        assertThat(settings(space))
                .contains(
                        "{with prune=no, step 2=cluster}",
                        "{with prune=yes, prune=0.8, step 2=cluster + fine_tune, cluster=4}",
                        "{with prune=yes, prune=0.5, step 2=none}");
        assertThat(recipe(space, 3).steps()).hasSize(1);
        assertThat(recipe(space, 10).steps()).hasSize(4);
    }

    @Test
    void aSpaceOfMillionsIsCountedAndNotWrittenOut() {
        String many = "{from: 0.001, to: 0.9, step: 0.001}";
        RecipeSpace space = space("steps: [{prune: " + many + ", power: {from: 1, to: 500, step: 1}, train: {epochs: "
                + "{from: 1, to: 900, step: 1}}}, {quantize: int8}]");

        assertThat(space.leaves()).isEqualTo(900L * 500 * 900);
        assertThat(Sampling.random(space.leaves(), 3, 1)).hasSize(3).isSorted();
        assertThat(recipe(space, 404_999_999).toYaml()).contains("prune: 0.9", "power: 500", "epochs: 900");
    }

    @Test
    void everythingThatIsWrongIsToldAtItsPlace() {
        assertThatExceptionOfType(RecipeException.class)
                .isThrownBy(() -> space("""
                        objectivs: [accuracy]
                        constraints: [accurcy >= 0.9, flash <= 256 parsecs]
                        validation_split: [0.1, 0.2]
                        sampler: gird
                        steps:
                          - prune: [0.5, 1.5]
                          - clustr: 16
                          - cluster: {from: 4, to: 16}
                          - quantize: int8
                        """))
                .satisfies(error -> assertThat(error.getMessage().lines())
                        .satisfiesExactly(
                                line -> assertThat(line)
                                        .startsWith(
                                                "line 1, column 1: unknown key 'objectivs' (did you mean 'objectives'?)"),
                                line -> assertThat(line)
                                        .startsWith(
                                                "line 2, column 15: unknown figure 'accurcy' (did you mean 'accuracy'?)"),
                                line -> assertThat(line).startsWith("line 2, column 31: 'parsecs' is no unit of flash"),
                                line -> assertThat(line)
                                        .startsWith(
                                                "line 3, column 1: 'validation_split' must be the same in all trials"),
                                line -> assertThat(line)
                                        .startsWith("line 4, column 10: unknown sampler 'gird' (did you mean 'grid'?)"),
                                line -> assertThat(line).startsWith("line 6, column 5: 'prune'"),
                                line -> assertThat(line)
                                        .startsWith(
                                                "line 7, column 5: unknown step 'clustr' (did you mean 'cluster'?)"),
                                line -> assertThat(line).startsWith("line 8, column 14: a range needs 'step'")));
    }

    @Test
    void anOptionThatNoRecipeCanHaveIsAMistakeAtItsPlace() {
        assertThatExceptionOfType(RecipeException.class)
                .isThrownBy(() -> space("""
                        steps:
                          - prune: 0.5
                            power: [2, many]
                          - choose: [{clustr: 16}, {cluster: 8}]
                          - quantize: int8
                        """))
                .satisfies(error -> assertThat(error.getMessage().lines())
                        .satisfiesExactly(
                                line -> assertThat(line)
                                        .isEqualTo("line 3, column 5: 'power' must be a number, not 'many'"),
                                line -> assertThat(line)
                                        .startsWith(
                                                "line 4, column 14: unknown step 'clustr' (did you mean 'cluster'?)")));
    }

    @Test
    void anOptionThatContradictsSomeOthersIsNoMistake() {
        RecipeSpace space = space("steps: [{prune: [0.5, 0.8], from: [0.2, 0.6]}, {quantize: int8}]");

        assertThat(space.leaves()).isEqualTo(4);
        assertThat(space.samples()).hasSize(3);
        assertThatExceptionOfType(RecipeException.class).isThrownBy(() -> recipe(space, 1));
    }

    @Test
    void choicesThatStandTwiceAndLimitsThatNothingKeepsAreMistakes() {
        assertThatExceptionOfType(RecipeException.class)
                .isThrownBy(() -> space("""
                        objectives: []
                        constraints: [accuracy >= 150%, auc >= 95, flash <= 0]
                        steps:
                          - prune: [0.5, 0.8, 0.50]
                          - choose: [{cluster: 8}, none, {cluster: 8}]
                          - quantize: int8
                        """))
                .satisfies(error -> assertThat(error.getMessage().lines())
                        .satisfiesExactly(
                                line -> assertThat(line).startsWith("line 1, column 13: 'objectives' is empty; name"),
                                line -> assertThat(line)
                                        .startsWith(
                                                "line 2, column 15: 'accuracy >= 150%' keeps no trial: accuracy is 1 (100%) at most"),
                                line -> assertThat(line)
                                        .startsWith(
                                                "line 2, column 33: 'auc >= 95' keeps no trial: auc is 1 (100%) at most"),
                                line -> assertThat(line)
                                        .startsWith("line 2, column 44: 'flash <= 0' keeps no trial: flash is above 0"),
                                line -> assertThat(line)
                                        .startsWith("line 4, column 23: '0.50' is among the choices already"),
                                line -> assertThat(line)
                                        .startsWith("line 5, column 34: '{cluster: 8}' is among the choices already")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "steps: [{prune: '0.5, 0.8'}] | 'prune' must be a number, not '0.5, 0.8'; for a choice write [0.5, 0.8]",
                "{objectives: [size], steps: [{prune: [0.5, 0.8]}]} | unknown figure 'size' (did you mean 'bytes'?)",
                "{sampler: {name: random, trials: 3}, steps: [{prune: 0.5}]} | 'trials' stands beside 'sampler'",
                "{constraints: [accuracy >= baseline - 0.5], steps: [{prune: 0.5}]} | 'baseline - 0.5' is off by 50 points of accuracy; write 'baseline - 0.5pt'",
            })
    void whatIsOftenWrittenIsAnsweredWithWhatWasMeant(String yaml, String message) {
        assertThatExceptionOfType(RecipeException.class)
                .isThrownBy(() -> space(yaml))
                .withMessageContaining(message);
    }

    @Test
    void aRecipeKnowsHowManyAreTheSameUpToEachOfItsSteps() {
        RecipeSpace space = space("""
                steps:
                  - prune: [0.5, 0.8]
                  - choose:
                    - [{cluster: [8, 16]}, {fine_tune: {epochs: [1, 2, 3]}}]
                    - none
                  - quantize_aware: [8, 4]
                  - quantize: int8
                """);

        List<Leaf> leaves = IntStream.range(0, space.leaves().intValue())
                .mapToObj(index -> space.leaf(BigInteger.valueOf(index)))
                .toList();

        assertThat(leaves).hasSize(2 * (2 * 3 + 1) * 2);
        for (Leaf leaf : leaves) {
            List<BigInteger> counted = IntStream.rangeClosed(1, steps(leaf).size())
                    .mapToObj(place -> leaves.stream()
                            .filter(other -> begin(other, place).equals(begin(leaf, place)))
                            .count())
                    .map(BigInteger::valueOf)
                    .toList();
            assertThat(leaf.alike()).as(leaf.settings().toString()).isEqualTo(counted);
        }
    }

    private static List<?> steps(Leaf leaf) {
        return CompressionRecipe.parse(leaf.yaml(), "small").steps();
    }

    private static List<?> begin(Leaf leaf, int place) {
        return steps(leaf).stream().limit(place).toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "true | steps: [{prune: [0.5, 0.8]}]",
                "true | steps: [{optional: {prune: 0.5}}]",
                "true | {objectives: [accuracy], steps: [{prune: 0.5}]}",
                "false | steps: [{prune: 0.5, layers: [a, b]}, {export: [h5, tflite]}]",
                "false | quantize: int8",
                "false | a text",
            })
    void aSpaceIsToldFromARecipe(boolean isSpace, String yaml) {
        assertThat(RecipeSpace.isIn(yaml)).isEqualTo(isSpace);
    }

    @ParameterizedTest
    @CsvSource({
        "accuracy >= baseline - 0.5pt, 0.945",
        "accuracy >= 95%, 0.95",
        "accuracy>=baseline, 0.95",
        "mae <= baseline + 10%, 2.2",
        "flash <= 256KB, 262144",
        "gzip_bytes <= 0.25 * baseline, 250",
        "latency <= 1.5 ms, 1500",
    })
    void aConstraintIsALimit(String text, double limit) {
        Constraint constraint = Constraint.parse(text);

        assertThat(constraint.limit(java.util.Map.of("accuracy", 0.95, "mae", 2.0, "gzip_bytes", 1000.0)))
                .isEqualTo(limit, org.assertj.core.data.Offset.offset(1e-9));
    }

    private static RecipeSpace space(String yaml) {
        return RecipeSpace.parse(yaml, "small");
    }

    private static CompressionRecipe recipe(RecipeSpace space, long index) {
        return CompressionRecipe.parse(space.leaf(BigInteger.valueOf(index)).yaml(), space.name());
    }

    private static List<String> settings(RecipeSpace space) {
        return IntStream.range(0, space.leaves().intValue())
                .mapToObj(index ->
                        space.leaf(BigInteger.valueOf(index)).settings().toString())
                .toList();
    }
}
