// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

/** Says in one line that a search was stopped, where somebody ends the process while it runs, such as with Ctrl-C. Until it is closed nothing is written. */
final class StoppedSearch implements AutoCloseable {
    private static final int WIDTH = 76;

    private final Thread hook;

    private StoppedSearch(Thread hook) {
        this.hook = hook;
    }

    /** Begins to listen. */
    static StoppedSearch watch(Terminal terminal) {
        // As wide as the line of progress that it is written over.
        String line = terminal.interactive() ? "\r%-" + WIDTH + "s%n" : "%s%n";
        Thread hook = new Thread(
                () -> System.err.printf(line, "espalier: the search was stopped; nothing is written"), "espalier-stop");
        Runtime.getRuntime().addShutdownHook(hook);
        return new StoppedSearch(hook);
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process ends at this very moment, and the hook says so.
            Thread.yield();
        }
    }
}
