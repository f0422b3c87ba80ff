// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.lab.mnist.MnistLab;
import io.espalier.lite.convert.Converter;
import io.espalier.lite.recipe.Method;
import io.espalier.lite.recipe.Recipe;
import io.espalier.runtime.interpreter.InterpreterOptions;
import io.espalier.runtime.measure.LatencyCheck;
import io.espalier.search.bits.Budget;
import io.espalier.search.bits.Judgement;
import io.espalier.search.bits.Judgement.OutputFigures;
import io.espalier.search.bits.NumbersResult;
import io.espalier.search.bits.NumbersResult.JudgedFile;
import io.espalier.search.bits.Objective;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of a file that keeps a budget, by figures that are made up. */
class BudgetNotesTest {
    private static final Budget BUDGET = Budget.parse("1pt").withConfidence(0.85);

    private static Judgement loses(double points) {
        return new Judgement(Map.of(
                "out",
                new OutputFigures(
                        "accuracy",
                        false,
                        true,
                        1000,
                        0.9 - points / 100,
                        0.9,
                        1,
                        40,
                        Optional.empty(),
                        Optional.empty(),
                        OptionalDouble.of(0.004))));
    }

    private static NumbersResult result(long plain, double itLoses, double onTheTestPart) {
        return new NumbersResult(
                Recipe.of(Method.INT8),
                Converter.convert(MnistLab.network(1)),
                List.of(
                        new JudgedFile("float", 4000, 4000, loses(0), loses(0)),
                        new JudgedFile("all int8", plain, plain, loses(itLoses), loses(itLoses)),
                        new JudgedFile("chosen", 1200, 1200, loses(0.2), loses(onTheTestPart))),
                List.of(),
                List.of(),
                3);
    }

    @ParameterizedTest
    @CsvSource({
        "1000, 1.5, breaks the budget of 1pt on the examples that decide (-1.50 pt)",
        "1000, 0.8, only as it was measured (-0.80 pt \u00b1 0.40)",
    })
    void aSmallerFileOfOneFormThatIsNotTakenIsExplained(long bytes, double loss, String why) {
        List<String> notes = new BudgetNotes(result(bytes, loss, 0.5), BUDGET, Objective.SIZE).notes();

        assertThat(notes).singleElement().asString().contains("'all int8' costs less (1,000 bytes)", why);
    }

    @Test
    void nothingIsSaidOfALargerFileOrALossWithinTheBudget() {
        assertThat(new BudgetNotes(result(1300, 2, 0.9), BUDGET, Objective.SIZE).notes())
                .isEmpty();
    }

    @Test
    void aLossOnTheTestPartBeyondTheBudgetIsTold() {
        BudgetNotes notes = new BudgetNotes(result(1300, 2, 1.1), BUDGET, Objective.SIZE);

        assertThat(notes.notes())
                .singleElement()
                .asString()
                .startsWith(
                        "the file breaks the budget of 1pt on the 1,000 examples that were not used for choosing it:"
                                + " accuracy 0.8890, float 0.9000 (-1.10 pt)")
                .contains("--examples");
        assertThat(notes.verdict())
                .isEqualTo(
                        "On the test part: accuracy 0.8890, float 0.9000 (-1.10 pt), which breaks the budget of 1pt");
    }

    @Test
    void whereTimesAreMeasuredTooItIsSaidThatTheEstimateDecided() {
        LatencyCheck check = new LatencyCheck(InterpreterOptions.DEFAULTS, 1, 2, 0.5, Optional.empty());

        String both =
                NumbersText.tables(result(1000, 2, 0), Objective.LATENCY, Optional.of(check), OptionalInt.empty());
        String measured =
                NumbersText.tables(result(1000, 2, 0), Objective.SIZE, Optional.of(check), OptionalInt.empty());

        assertThat(both).contains("The estimated time decided");
        assertThat(measured).contains("\u00b5s measured").doesNotContain("estimated");
    }
}
