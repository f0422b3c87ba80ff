// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.tensorflow;

import java.io.IOException;

/** Thrown for bytes that are not what they should be, to whoever knows their file and says which it is. */
public final class DamagedMessage extends IOException {
    private static final long serialVersionUID = 1;

    public DamagedMessage(String message) {
        super(message);
    }
}
