// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.base.Preprocessing;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is done to bytes before a model sees them, and who says so.
 *
 * @param stated what is done; null if nobody says it
 */
record InputScale(@Nullable Preprocessing stated, Reason reason) {
    /** Who says it. */
    enum Reason {
        ASKED("as --scale says"),
        RECORDED("as the model file records"),
        DEFAULT("by default; --scale changes it");

        private final String text;

        Reason(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** What is done, by default if nobody says it. */
    Preprocessing used() {
        return Objects.requireNonNullElse(stated, Preprocessing.DEFAULT);
    }
}
