// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.base.internal.NearestName;
import io.espalier.lite.ccode.settings.Compression;
import io.espalier.lite.micro.decode.WeightForm;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** How weights are stored; formats for microcontrollers share the option, and each has its own values. */
final class CompressOption {
    private static final String NAME = "--compress";

    private final Argument<String> form;

    CompressOption(Arguments arguments) {
        form = arguments.option(
                String.class,
                Arguments.named(
                                NAME,
                                "FORM",
                                "How weights are stored. In C: " + String.join(", ", generated())
                                        + " (default: auto). In tflm: " + String.join(", ", WeightForm.ids())
                                        + " (default: none).")
                        .completionCandidates(Stream.concat(generated().stream(), WeightForm.ids().stream())
                                .distinct()
                                .toList()));
    }

    Argument<String> argument() {
        return form;
    }

    private String given(String otherwise) {
        return Objects.requireNonNullElse(form.orNull(), otherwise);
    }

    private static List<String> generated() {
        return Arrays.stream(Compression.values()).map(Compression::id).toList();
    }

    /** @throws UsageException if C has no such form */
    Compression inC() {
        String given = given(Compression.AUTO.id());
        return Arrays.stream(Compression.values())
                .filter(each -> each.id().equals(given))
                .findFirst()
                .orElseThrow(() -> unknown(given, "c", generated()));
    }

    /** @throws UsageException if TFLite Micro has no such form */
    WeightForm inMicro() {
        String given = given(WeightForm.NONE.id());
        return Arrays.stream(WeightForm.values())
                .filter(each -> each.id().equals(given))
                .findFirst()
                .orElseThrow(() -> unknown(given, "tflm", WeightForm.ids()));
    }

    private static UsageException unknown(String given, String format, List<String> ids) {
        return new UsageException(NAME + " " + given + ": unknown for --to " + format
                + NearestName.suggestion(given, ids) + "; choose from: " + String.join(", ", ids));
    }
}
