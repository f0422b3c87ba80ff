// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.fetch;

import io.espalier.base.EspalierException;

/** A published file is nowhere to be had; the message says where it was looked for and why it was not there. */
public final class FileUnavailableException extends EspalierException {
    private static final long serialVersionUID = 1L;

    FileUnavailableException(String message) {
        super(Kind.FAILED_WORK, message);
    }
}
