// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.tensorflow.export;

/** Thrown by a rule for an operator that it cannot write; all of them are told of at once. */
final class UnsupportedPartException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnsupportedPartException(String what) {
        super(what);
    }

    /** What there is no equivalent of. */
    String what() {
        return String.valueOf(getMessage());
    }
}
