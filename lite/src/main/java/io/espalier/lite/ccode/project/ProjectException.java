// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.project;

import io.espalier.base.EspalierException;
import java.io.Serial;

/** A project that cannot be written as asked. Says why, and what to do. */
public final class ProjectException extends EspalierException {
    @Serial
    private static final long serialVersionUID = 1;

    ProjectException(String message) {
        super(Kind.BAD_USE, message);
    }
}
