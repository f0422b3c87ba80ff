// SPDX-License-Identifier: Apache-2.0
package io.espalier.notebooks;

import java.util.regex.Pattern;

/** What cells print, without what differs from run to run: the times that a training prints. */
final class StableText {
    private static final Pattern STEP_TIMES = Pattern.compile(" - \\d+s \\d+(?:ms|us|s)/step");

    private StableText() {}

    static String of(String printed) {
        return STEP_TIMES.matcher(printed).replaceAll("");
    }
}
