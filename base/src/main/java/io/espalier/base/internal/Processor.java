// SPDX-License-Identifier: Apache-2.0
package io.espalier.base.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** The processor of this machine. */
public final class Processor {
    private static final Path LINUX_PROCESSORS = Path.of("/proc/cpuinfo");
    private static final Path LINUX_LOAD = Path.of("/proc/loadavg");

    private Processor() {}

    /** How many threads of all programs ran or wanted to run in the last minute, on average; empty where the system does not tell. */
    public static OptionalDouble load() {
        try {
            return OptionalDouble.of(
                    Double.parseDouble(Files.readString(LINUX_LOAD).split(" ", 2)[0]));
        } catch (IOException | NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }

    /** Its model's name, such as {@code AMD EPYC}; empty where the system does not tell. */
    public static Optional<String> name() {
        if (!Files.isReadable(LINUX_PROCESSORS)) {
            return Optional.empty();
        }
        try (Stream<String> lines = Files.lines(LINUX_PROCESSORS)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
