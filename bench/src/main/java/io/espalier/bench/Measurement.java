// SPDX-License-Identifier: Apache-2.0
package io.espalier.bench;

import java.io.IOException;
import java.io.PrintStream;

/** Something that is measured when asked for. */
@FunctionalInterface
public interface Measurement {
    /**
     * Measures and prints the report.
     *
     * @throws UsageException if the arguments, or files that they name, are not what it needs
     */
    void run(Arguments arguments, PrintStream out) throws IOException;
}
