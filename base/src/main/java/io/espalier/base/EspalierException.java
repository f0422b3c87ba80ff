// SPDX-License-Identifier: Apache-2.0
package io.espalier.base;

import java.io.Serial;

/**
 * The root of all exceptions that Espalier defines. The message says what is wrong, where, and what to do; {@link #kind} says who can mend
 * it.
 */
public abstract class EspalierException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private final Kind kind;

    /** Who can mend a failure. */
    public enum Kind {
        /** A file, a model, a recipe or data that cannot be used as they are: give another one, or repair it. */
        BAD_INPUT,

        /** The request makes no sense or lacks something: ask for something else. */
        BAD_USE,

        /** The request and its input are fine, but the work could not be done. */
        FAILED_WORK
    }

    protected EspalierException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    protected EspalierException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /** What is wrong, where, and what to do; never null. */
    @Override
    public final String getMessage() {
        return String.valueOf(super.getMessage());
    }

    /** Who can mend it. */
    public final Kind kind() {
        return kind;
    }
}
