// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.search.bits.Budget;
import io.espalier.search.bits.Judge;
import java.math.BigDecimal;
import java.util.List;

/** How sure it is to be that a budget is kept, as the examples are a sample. */
final class ConfidenceOption {
    /** Takes the loss as it was measured. */
    static final double AS_MEASURED = 0.5;

    private static final int PERCENT = 100;
    private static final String NAME = "--confidence";

    private final Argument<Double> confidence;

    ConfidenceOption(Arguments arguments) {
        confidence = arguments.option(
                double.class,
                Arguments.named(
                                NAME,
                                "SHARE",
                                "With --max-drop, how sure it is to be that the loss is within the budget, as the examples are a sample: 0.5, the"
                                        + " loss as it was measured, to 0.999 (default: ${DEFAULT-VALUE}).")
                        .defaultValue("0.85"));
    }

    Argument<Double> argument() {
        return confidence;
    }

    double share() {
        return confidence.get();
    }

    /** @throws UsageException if it is no such share */
    Budget in(Budget budget) {
        if (share() > 1 && share() <= PERCENT) {
            String right =
                    String.valueOf(BigDecimal.valueOf(share()).movePointLeft(2).stripTrailingZeros());
            throw new UsageException(NAME + " is a share, from 0.5 to 0.999: for "
                    + BigDecimal.valueOf(share()).stripTrailingZeros().toPlainString() + "% write " + right);
        }
        try {
            return budget.withConfidence(confidence.get());
        } catch (IllegalArgumentException e) {
            throw new UsageException(NAME + " " + e.getMessage());
        }
    }

    /**
     * Says what it is of no use for: only shares of right or equal answers have a standard error here.
     *
     * @throws UsageException if it was asked for, and is of no use
     */
    void say(JudgedOutputs judged, Terminal terminal) {
        List<String> others = judged.tasks().byOutput().values().stream()
                .filter(task -> !Judge.counts(task, judged.labelled()))
                .map(task -> Judge.measure(task, judged.labelled()))
                .distinct()
                .toList();
        if (others.isEmpty() || share() == AS_MEASURED) {
            return;
        }
        if (!Argument.given(confidence).isEmpty()) {
            throw new UsageException(NAME + " " + share()
                    + ": is for shares of right answers, whose standard error is known; that of "
                    + String.join(", ", others)
                    + " is not. Leave the option out, and give a smaller budget to be sure");
        }
        terminal.note(
                "the budget is held against " + String.join(", ", others)
                        + " as it is measured on these examples: how sure that is cannot be told as for shares of right answers");
    }
}
