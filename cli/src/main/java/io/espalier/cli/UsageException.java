// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

/** The command was called in a way that cannot work; the message says how it could. */
final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UsageException(String message) {
        super(message);
    }
}
