// SPDX-License-Identifier: Apache-2.0
package io.espalier.search;

import io.espalier.base.EspalierException;

/** Thrown if a search cannot run as requested, or finds nothing that meets its limits. The message says why and what to do. */
public final class SearchException extends EspalierException {
    private static final long serialVersionUID = 1;

    private SearchException(Kind kind, String message) {
        super(kind, message);
    }

    /** The request is invalid or incomplete. */
    public static SearchException badUse(String message) {
        return new SearchException(Kind.BAD_USE, message);
    }

    /** The request is valid, but nothing meets it. */
    public static SearchException failed(String message) {
        return new SearchException(Kind.FAILED_WORK, message);
    }
}
