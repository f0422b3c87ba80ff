// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.search.bits.NumbersSearch;
import io.espalier.search.bits.Step;

/** Says what a search for numbers tries: one line that changes on a terminal, each decision for those who ask for details. */
record NumbersProgress(Terminal terminal) implements NumbersSearch.Listener {
    @Override
    public void note(String what) {
        terminal.note(what);
    }

    @Override
    public void trying(String what) {
        if (terminal.interactive()) {
            terminal.err().print(ProgressLine.of(what));
        }
    }

    @Override
    public void step(Step step) {
        terminal.detail(step.kept() ? "Kept" : "Dropped", () -> NumbersText.line(step));
    }
}
