// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.fetch;

import java.io.IOException;

/** What a source gave is cut short or is not the file that was asked for; asking again may help. */
class BrokenFileException extends IOException {
    private static final long serialVersionUID = 1;

    BrokenFileException(String message) {
        super(message);
    }

    BrokenFileException(String message, Throwable cause) {
        super(message, cause);
    }
}
