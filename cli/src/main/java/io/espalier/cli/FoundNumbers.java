// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.search.bits.Budget;
import io.espalier.search.bits.NumbersResult;
import io.espalier.search.bits.Objective;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;

/**
 * What a search for numbers found, told as it was asked for.
 *
 * @param confidence that the budget is kept with
 * @param saved where the recipe goes
 * @param asked names of the options that shaped the search
 */
record FoundNumbers(
        NumbersResult result,
        Budget budget,
        Objective objective,
        double confidence,
        SaveRecipeOption saved,
        Set<String> asked) {
    FoundNumbers {
        asked = Set.copyOf(asked);
    }

    /** The outputs of layers that stay in float because the search chose that. */
    Set<String> keptInFloat() {
        return NumbersText.keptInFloat(result);
    }

    /** What people should know of it. */
    List<String> notes() {
        return budgetNotes().notes();
    }

    private BudgetNotes budgetNotes() {
        return new BudgetNotes(result, budget, objective);
    }

    /**
     * The result for people.
     *
     * @param latency of the chosen file and of the float one, where it was measured
     */
    String text(Optional<LatencyReport> latency, OptionalInt width) {
        return NumbersText.tables(result, objective, latency.map(LatencyReport::check), width)
                + budgetNotes().verdict();
    }

    /** Each decision in a line. */
    List<String> steps() {
        return result.steps().stream()
                .map(step -> (step.kept() ? "  kept     " : "  dropped  ") + NumbersText.line(step))
                .toList();
    }

    /** The result for programs. */
    ObjectNode toJson() {
        ObjectNode json = NumbersText.json(result, budget, objective)
                .put("confidence", confidence)
                .put("keptOnTest", budgetNotes().broken().isEmpty());
        notes().forEach(json.putArray("notes")::add);
        return json;
    }

    /**
     * Writes its recipe, if that was asked for, and says how to make the same file by it.
     *
     * @param words of the command that takes it, up to the recipe
     */
    void saveRecipe(List<Object> words, QuantizationOptions options, CommandSpec command, Terminal terminal)
            throws IOException {
        saved.write(result.recipe(), words, asked, options, command, terminal);
    }
}
