// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.interpreter;

/**
 * How a model is run.
 *
 * @param threads how many threads one operator may use
 * @param xnnpack whether operators that XNNPACK can run are given to it; without, TFLite's own optimized kernels run them all
 */
public record InterpreterOptions(int threads, boolean xnnpack) {
    /** One thread, with XNNPACK. */
    public static final InterpreterOptions DEFAULTS = new InterpreterOptions(1, true);

    public InterpreterOptions {
        if (threads < 1) {
            throw new IllegalArgumentException("an interpreter needs at least 1 thread, not " + threads);
        }
    }

    /** A copy with this number of threads, 1 or more. */
    public InterpreterOptions withThreads(int count) {
        return new InterpreterOptions(count, xnnpack);
    }

    /** A copy with or without XNNPACK. */
    public InterpreterOptions withXnnpack(boolean on) {
        return new InterpreterOptions(threads, on);
    }
}
