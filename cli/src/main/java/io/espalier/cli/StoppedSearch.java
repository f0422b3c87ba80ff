// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import java.util.function.Supplier;

/** Says in one line that a search was stopped, where somebody ends the process while it runs, such as with Ctrl-C. */
final class StoppedSearch {
    private StoppedSearch() {}

    /**
     * Searches.
     *
     * @param search which writes nothing
     */
    static <T> T told(Terminal terminal, Supplier<T> search) {
        String said = "espalier: the search was stopped; nothing is written";
        String line = terminal.interactive() ? ProgressLine.last(said) : said + System.lineSeparator();
        Thread hook = new Thread(() -> System.err.print(line), "espalier-stop");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            return search.get();
        } finally {
            remove(hook);
        }
    }

    private static void remove(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            return; // the process ends at this very moment, and the hook says so
        }
    }
}
