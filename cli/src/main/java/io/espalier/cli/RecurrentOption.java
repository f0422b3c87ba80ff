// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import java.util.Locale;

/** How the steps of recurrent layers are written. */
final class RecurrentOption {
    static final String NAME = "--recurrent";

    private final Choice<Form> form;

    /** What the option names. */
    enum Form {
        UNROLLED,
        LOOP,
        FUSED;

        String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    RecurrentOption(Arguments arguments) {
        form = new Choice<>(
                arguments,
                NAME,
                "FORM",
                "Recurrent layers: all steps (unrolled), a loop over blocks of steps (loop, a small file), or each LSTM one operator"
                        + " for one example at a time, whose state stays from run to run (fused, the smallest file; convert only)."
                        + " Default: ${DEFAULT-VALUE}.",
                Form.values(),
                Form.UNROLLED);
    }

    /**
     * What was asked for.
     *
     * @throws UsageException if there is no such form
     */
    Form form() {
        return form.get();
    }
}
