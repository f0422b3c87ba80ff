// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.search.bits.Budget;
import io.espalier.search.bits.Judgement;
import io.espalier.search.bits.Judgement.OutputFigures;
import io.espalier.search.bits.NumbersResult;
import io.espalier.search.bits.NumbersResult.JudgedFile;
import io.espalier.search.bits.Objective;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What people should know of a file that a search for numbers chose. */
record BudgetNotes(NumbersResult result, Budget budget, Objective objective) {
    /** In sentences. */
    List<String> notes() {
        List<String> notes = new ArrayList<>();
        result.plain()
                .filter(plain -> plain.cost() < result.chosen().cost() && !budget.holds(plain.selection()))
                .map(this::ofPlain)
                .ifPresent(notes::add);
        broken().ifPresent(notes::add);
        return notes;
    }

    /** What the test part says of the chosen file beside the float one. */
    String verdict() {
        OutputFigures test = result.chosen().test().first();
        return "On the test part: " + figures(test)
                + (broken().isPresent() ? ", which breaks the budget of " + budget : "")
                + test.difference().map(difference -> ": " + difference).orElse("");
    }

    /** That the budget is not kept on examples that decided nothing; empty where it is. */
    Optional<String> broken() {
        Judgement test = result.chosen().test();
        if (measured().holds(test)) {
            return Optional.empty();
        }
        boolean isOnly = test.outputs().size() == 1;
        String outputs = test.outputs().entrySet().stream()
                .filter(output -> !measured().holds(new Judgement(Map.of(output.getKey(), output.getValue()))))
                .map(output -> (isOnly ? "" : output.getKey() + " ") + figures(output.getValue()))
                .collect(Collectors.joining(", "));
        return Optional.of(String.format(
                Locale.US,
                "the file breaks the budget of %s on the %,d examples that were not used for choosing it: %s. The %,d that decided were too few"
                        + " to tell; search again with more --examples, a greater --confidence or a smaller budget",
                budget,
                test.first().examples(),
                outputs,
                result.chosen().selection().first().examples()));
    }

    private static String figures(OutputFigures figures) {
        return figures.text() + ", float " + figures.referenceNumber() + " (" + figures.lossText() + ")";
    }

    private Budget measured() {
        return budget.withConfidence(ConfidenceOption.AS_MEASURED);
    }

    // Whoever would write one form for all layers sees that it is smaller, and wonders.
    private String ofPlain(JudgedFile plain) {
        String cost = objective == Objective.LATENCY
                ? NumbersText.micros(plain.cost()) + " \u00b5s estimated"
                : String.format(Locale.US, "%,d %s", plain.cost(), objective.unit());
        return "'" + plain.name() + "' costs less (" + cost + "), but "
                + (measured().holds(plain.selection())
                        ? "keeps the budget of " + budget + " on the examples that decide only as it was measured ("
                                + plain.selection().first().lossWithError()
                                + "), not with the confidence that was asked for; more --examples or a smaller --confidence may take it"
                        : "breaks the budget of " + budget + " on the examples that decide ("
                                + plain.selection().first().lossText() + ")");
    }
}
