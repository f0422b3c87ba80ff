// SPDX-License-Identifier: Apache-2.0
package io.espalier.notebooks.kernel;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The standard output of cells, which keeps what they print and display in order. */
final class Screen extends PrintStream {
    private final ByteArrayOutputStream printed;
    private final List<Output> outputs = new ArrayList<>();

    Screen() {
        this(new ByteArrayOutputStream());
    }

    private Screen(ByteArrayOutputStream printed) {
        super(printed, true, StandardCharsets.UTF_8);
        this.printed = printed;
    }

    synchronized void show(Map<String, String> data) {
        keepPrinted();
        outputs.add(new Output.Displayed(data));
    }

    /** What there is since the last call. */
    synchronized List<Output> take() {
        keepPrinted();
        List<Output> taken = List.copyOf(outputs);
        outputs.clear();
        return taken;
    }

    private void keepPrinted() {
        flush();
        String text = printed.toString(StandardCharsets.UTF_8);
        printed.reset();
        if (!text.isEmpty()) {
            outputs.add(new Output.Printed(text));
        }
    }
}
