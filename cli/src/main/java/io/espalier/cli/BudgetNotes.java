// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.search.bits.Budget;
import io.espalier.search.bits.NumbersResult;
import io.espalier.search.bits.NumbersResult.JudgedFile;
import io.espalier.search.bits.Objective;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What people should know of a file that a search for numbers chose. */
record BudgetNotes(NumbersResult result, Budget budget, Objective objective) {
    /** In sentences. */
    List<String> notes() {
        List<String> notes = new ArrayList<>();
        result.plain()
                .filter(plain -> plain.cost() < result.chosen().cost() && !budget.holds(plain.selection()))
                .map(this::ofPlain)
                .ifPresent(notes::add);
        if (!measured().holds(result.chosen().test())) {
            notes.add(
                    "on the test part the file loses more than " + budget
                            + ": the examples that decided were too few to tell; give more of them with --examples, a greater --confidence, or a smaller budget");
        }
        return notes;
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
