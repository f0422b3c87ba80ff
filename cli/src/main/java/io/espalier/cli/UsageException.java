// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.base.EspalierException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** The command was called in a way that cannot work; the message says how it could. */
class UsageException extends EspalierException {
    private static final long serialVersionUID = 1;
    private static final int MOST_THREADS = 256;

    private final transient @Nullable Function<ParsedWords, String> hint;

    UsageException(String message) {
        this(Kind.BAD_USE, message, null);
    }

    /** @param hint a command to paste instead; null if there is none */
    UsageException(String message, @Nullable String hint) {
        this(Kind.BAD_USE, message, hint == null ? null : words -> hint);
    }

    UsageException(Kind kind, String message, @Nullable Function<ParsedWords, String> hint) {
        super(kind, message);
        this.hint = hint;
    }

    /** @throws UsageException if an option that counts something has less than one of it */
    static void requireOneOrMore(String option, int given) {
        if (given < 1) {
            throw new UsageException(option + " must be 1 or more, not " + given);
        }
    }

    /** @throws UsageException if it is no number of threads that a machine could start */
    static void requireThreads(int given) {
        requireOneOrMore("--threads", given);
        if (given > MOST_THREADS) {
            throw new UsageException("--threads must be at most " + MOST_THREADS + ", not " + given
                    + "; more threads than processors do not make it faster");
        }
    }

    /** The user's own words would do with some more behind them. */
    static UsageException adding(String message, String... more) {
        return new UsageException(Kind.BAD_USE, message, words -> words.followedBy(more));
    }

    /** The user's own words would do without these options. */
    static UsageException leavingOut(String message, List<String> options) {
        return new UsageException(Kind.BAD_USE, message, words -> words.without(options));
    }

    /** The user's own words would do with one of them replaced. */
    static UsageException replacing(String message, Object wrong, Object right) {
        return new UsageException(
                Kind.BAD_USE, message, words -> words.replaced(wrong.toString()::equals, right.toString()));
    }

    /** The user's own words would do with another input; an output of the same name stays. */
    static UsageException replacingInput(String message, Object wrong, Object right) {
        return new UsageException(Kind.BAD_USE, message, words -> words.withInput(wrong.toString(), right.toString()));
    }

    /** A command that does what was probably meant, made of the words that the user typed. */
    Optional<String> hint(CommandLine command) {
        return Optional.ofNullable(hint)
                .map(made -> made.apply(new ParsedWords(
                        command.getCommandSpec(), command.getParseResult().originalArgs())));
    }
}
