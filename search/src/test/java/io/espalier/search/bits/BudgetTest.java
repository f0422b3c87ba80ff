// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.bits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.espalier.search.SearchException;
import io.espalier.search.bits.Judgement.OutputFigures;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How much worse a file may be. */
class BudgetTest {
    private static OutputFigures share(double value) {
        return figures("accuracy", false, value, 0.9);
    }

    private static OutputFigures error(double value) {
        return figures("MAE", true, value, 2);
    }

    private static OutputFigures figures(String measure, boolean isError, double value, double reference) {
        return new OutputFigures(
                measure,
                isError,
                !isError,
                1000,
                value,
                reference,
                1,
                30,
                Optional.empty(),
                Optional.empty(),
                OptionalDouble.empty());
    }

    private static boolean holds(String budget, OutputFigures figures) {
        Budget parsed = Budget.parse(budget);
        parsed.check(figures);
        return parsed.holds(new Judgement(Map.of("", figures)));
    }

    @Test
    void pointsArePercentagePointsOfAShare() {
        assertThat(holds("0.5pt", share(0.895))).isTrue();
        assertThat(holds("0.5pt", share(0.894))).isFalse();
        assertThat(holds("0pt", share(0.9))).isTrue();
    }

    @Test
    void anErrorHasPercentOfItselfOrItsOwnUnit() {
        assertThat(holds("2%", error(2.04))).isTrue();
        assertThat(holds("2%", error(2.05))).isFalse();
        assertThat(holds("0.1", error(2.1))).isTrue();
        assertThat(holds("0.1", error(2.11))).isFalse();
    }

    @Test
    void tooFewExamplesToShowSoSmallALossAreTold() {
        Judgement floats = new Judgement(Map.of(
                "",
                new OutputFigures(
                        "accuracy",
                        false,
                        true,
                        200,
                        0.9,
                        0.9,
                        1,
                        200,
                        Optional.empty(),
                        Optional.empty(),
                        OptionalDouble.of(0))));

        assertThat(Budget.parse("0.5pt").withConfidence(0.85).remark(floats))
                .get()
                .asString()
                .contains("all of 200 examples", "less than 0.52 pt", "give 208 examples or less confidence");
        assertThat(Budget.parse("0.6pt").withConfidence(0.85).remark(floats)).isEmpty();
        assertThat(Budget.parse("0.5pt").remark(floats)).isEmpty();
    }

    @Test
    void allPointsOfAShareAreNoBudget() {
        assertThatExceptionOfType(SearchException.class)
                .isThrownBy(() -> Budget.parse("100pt"))
                .withMessageContaining("allows any file");
        assertThat(Budget.parse("99.9pt").amount()).isEqualTo(99.9);
    }

    @Test
    void whatCouldMeanTwoThingsIsRefused() {
        assertThatExceptionOfType(SearchException.class)
                .isThrownBy(() -> holds("0.5%", share(0.9)))
                .withMessageContainingAll("may be read in two ways", "0.5pt");
        assertThatExceptionOfType(SearchException.class)
                .isThrownBy(() -> holds("0.5pt", error(2)))
                .withMessageContaining("MAE is an error");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "pt", "-1pt", "half a point", "0,5pt", "1e3pt", "5 p t"})
    void otherTextIsNoBudget(String text) {
        assertThatExceptionOfType(SearchException.class)
                .isThrownBy(() -> Budget.parse(text))
                .withMessageContaining("is no budget");
    }

    @Test
    void spacesDoNotMatterAndACommaIsTakenForAPoint() {
        assertThat(Budget.parse("0.5 pt")).isEqualTo(Budget.parse("0.5pt"));
        assertThatExceptionOfType(SearchException.class)
                .isThrownBy(() -> Budget.parse("0,5pt"))
                .withMessageContaining("did you mean '0.5pt'?");
    }

    @Test
    void whoWantsToBeSureAddsStandardErrorsOfTheLoss() {
        OutputFigures figures = new OutputFigures(
                "accuracy",
                false,
                true,
                1000,
                0.898,
                0.9,
                1,
                30,
                Optional.empty(),
                Optional.empty(),
                OptionalDouble.of(0.003));
        Judgement judgement = new Judgement(Map.of("", figures));
        Budget budget = Budget.parse("0.5pt");

        assertThat(budget.withConfidence(0.5).holds(judgement)).isTrue();
        assertThat(budget.withConfidence(0.8).holds(judgement)).isTrue();
        assertThat(budget.withConfidence(0.9).holds(judgement)).isFalse();
        assertThat(budget.withConfidence(0.975).errors()).isCloseTo(1.96, within(0.001));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> budget.withConfidence(0.4))
                .withMessageContaining("from 0.5 to 0.999");
    }

    @Test
    void numbersThatAreNoneKeepNoBudget() {
        assertThat(holds("99pt", share(Double.NaN))).isFalse();
    }
}
