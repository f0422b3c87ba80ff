// SPDX-License-Identifier: Apache-2.0
package io.espalier.lab;

/** An experiment that cannot be done as it was asked for. Says why, and what to do. */
public class LabException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public LabException(String message) {
        super(message);
    }
}
