// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.base.internal.NearestName;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How the steps of recurrent layers are written. */
final class RecurrentOption {
    static final String NAME = "--recurrent";

    private final Argument<String> form;

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
        form = arguments.option(
                String.class,
                Arguments.named(
                                NAME,
                                "FORM",
                                "Recurrent layers: all steps (unrolled), a loop over blocks of steps (loop, a small file), or each LSTM one operator"
                                        + " for one example at a time, whose state stays from run to run (fused, the smallest file; convert only)."
                                        + " Default: ${DEFAULT-VALUE}.")
                        .completionCandidates(ids())
                        .defaultValue(Form.UNROLLED.id()));
    }

    /**
     * What was asked for.
     *
     * @throws UsageException if there is no such form
     */
    Form form() {
        return Arrays.stream(Form.values())
                .filter(known -> known.id().equals(form.get()))
                .findFirst()
                .orElseThrow(() -> new UsageException(NAME + " " + form.get() + ": unknown"
                        + NearestName.suggestion(form.get(), ids()) + "; choose from: " + String.join(", ", ids())));
    }

    private static List<String> ids() {
        return Arrays.stream(Form.values()).map(Form::id).toList();
    }
}
