// SPDX-License-Identifier: Apache-2.0
package io.espalier.bench;

/** A benchmark was asked for in a way that it cannot be run; the message says what is wrong and what to do. */
public final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public UsageException(String message) {
        super(message);
    }
}
