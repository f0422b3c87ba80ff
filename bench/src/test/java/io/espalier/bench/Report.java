// SPDX-License-Identifier: Apache-2.0
package io.espalier.bench;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** What a benchmark prints. */
public final class Report {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

    public PrintStream out() {
        return out;
    }

    public String text() {
        return printed.toString(StandardCharsets.UTF_8);
    }
}
