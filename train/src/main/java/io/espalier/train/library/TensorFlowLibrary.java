// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.library;

import com.sun.jna.Native;
import com.sun.jna.Platform;
import io.espalier.train.history.TrainingException;
import java.io.IOException;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;

/**
 * TensorFlow's native library. Every user loads it here, so that it is loaded once, and its messages about the machine,
 * which is nothing that a user could act on, does not reach standard error. That is so on Linux and macOS; elsewhere it writes what it
 * likes.
 */
public final class TensorFlowLibrary {
    private static final String LOG_LEVEL = "TF_CPP_MIN_LOG_LEVEL";
    private static final String ERRORS = "2";

    /** Without it, all sessions of a process share the threads that the first of them asked for to split operations. */
    private static final String OWN_THREADS = "TF_OVERRIDE_GLOBAL_THREADPOOL";

    private static final String YES = "1";

    /** Loaded once; why it could not be, for all who ask later. */
    private static final Optional<TrainingException> FAILURE = start();

    private TensorFlowLibrary() {}

    /**
     * Loads the library, unless it is loaded already.
     *
     * @throws TrainingException if it cannot be loaded or does not work; the message holds what it wrote
     */
    public static void load() {
        FAILURE.ifPresent(failure -> {
            throw new TrainingException("cannot load TensorFlow's native library: " + failure.getMessage(), failure);
        });
    }

    private static boolean isMissing(@Nullable Throwable cause) {
        return cause instanceof UnsatisfiedLinkError || (cause != null && isMissing(cause.getCause()));
    }

    /**
     * A graph without operations, which the caller closes.
     *
     * @throws TrainingException if TensorFlow cannot be loaded, or the default locale writes numbers in digits that it does not take
     */
    public static Graph newGraph() {
        requireAsciiDigits();
        load();
        return new Graph();
    }

    // TensorFlow for Java (1.1.0) numbers operations in the digits of the default locale, and takes ASCII names alone.
    private static void requireAsciiDigits() {
        Locale locale = Locale.getDefault(Locale.Category.FORMAT);
        if (DecimalFormatSymbols.getInstance(locale).getZeroDigit() != '0') {
            throw new TrainingException("TensorFlow does not work with the digits of the default locale " + locale
                    + "; call Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT) first");
        }
    }

    private static Optional<TrainingException> start() {
        try {
            if (!Platform.isLinux() && !Platform.isMac()) {
                return runOnce().map(cause -> failure(cause, ""));
            }
            LibC c = Native.load(Platform.C_LIBRARY_NAME, LibC.class);
            c.setenv(LOG_LEVEL, ERRORS, 0);
            c.setenv(OWN_THREADS, YES, 0);
            try (StandardErrorRedirect aside = StandardErrorRedirect.begin(c)) {
                return runOnce().map(cause -> failure(cause, aside.written()));
            }
        } catch (IOException | LinkageError e) {
            // Better with hints than not at all.
            return runOnce().map(cause -> failure(cause, ""));
        }
    }

    /** Its last hint comes with the first run of any session. */
    private static Optional<Throwable> runOnce() {
        try (Graph graph = new Graph();
                Session session = new Session(graph)) {
            session.runner().fetch(Ops.create(graph).constant(0)).run().close();
            return Optional.empty();
        } catch (LinkageError | RuntimeException e) {
            return Optional.of(e);
        }
    }

    private static TrainingException failure(Throwable cause, String written) {
        String advice = isMissing(cause) ? "; the dependency io.espalier:espalier-training brings it" : "";
        return new TrainingException(
                cause + advice + (written.isEmpty() ? "" : "\nTensorFlow wrote:\n" + written), cause);
    }
}
