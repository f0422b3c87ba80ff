// SPDX-License-Identifier: Apache-2.0
package io.espalier.lab;

import java.nio.file.Path;

/** A lab was asked to stop before its end. */
public class LabStoppedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public LabStoppedException(Path checkpoint) {
        super("stopped; the model as it was then is in " + checkpoint + "; --resume goes on from there");
    }
}
