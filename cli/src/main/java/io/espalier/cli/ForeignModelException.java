// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import java.nio.file.Path;

/** A model in a form that Espalier does not read; says what makes another of it. */
final class ForeignModelException extends UsageException {
    private static final long serialVersionUID = 1;

    ForeignModelException(ForeignModel form, Path file) {
        super(
                Kind.BAD_INPUT,
                file + ": this is " + form.title() + ", which Espalier cannot read; " + form.remedy(),
                words -> form.command(file));
    }
}
