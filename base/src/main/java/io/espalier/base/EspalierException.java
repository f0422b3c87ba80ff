// SPDX-License-Identifier: Apache-2.0
package io.espalier.base;

import java.io.Serial;

/**
 * The base class of all exceptions that Espalier defines. The message says what is wrong, where, and what to do; {@link #kind} says who can fix it.
 */
public abstract class EspalierException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private final Kind kind;

    /** Who can fix a failure. */
    public enum Kind {
        /** A file, a model, a recipe or data cannot be used: repair it, or use another. */
        BAD_INPUT,

        /** The request is invalid or incomplete: change it. */
        BAD_USE,

        /** The request and its input are valid, but the work failed. */
        FAILED_WORK
    }

    /** An exception with this message. */
    protected EspalierException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    /** An exception with this message and cause. */
    protected EspalierException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /** What is wrong, where, and what to do; never null. */
    @Override
    public final String getMessage() {
        return String.valueOf(super.getMessage());
    }

    /** Who can fix it. */
    public final Kind kind() {
        return kind;
    }

    /**
     * Thrown if the thread was interrupted. Work that takes long looks for an interrupt before each step or batch, stops there, and throws this;
     * nothing is half-written, and a training run that has a checkpoint file writes it first. The thread's interrupt flag is set.
     */
    public static final class Interrupted extends EspalierException {
        @Serial
        private static final long serialVersionUID = 1;

        /**
         * An exception that also sets the interrupt flag of the current thread.
         *
         * @param work what was interrupted, such as {@code training}
         */
        public Interrupted(String work) {
            super(Kind.FAILED_WORK, work + " was interrupted");
            Thread.currentThread().interrupt();
        }

        /**
         * Throws this if the current thread is interrupted.
         *
         * @param work what would be interrupted, such as {@code training}
         */
        public static void check(String work) {
            if (Thread.currentThread().isInterrupted()) {
                throw new Interrupted(work);
            }
        }
    }
}
