// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Compares what a page says that a command prints with what it prints, in the parts that are the same on all machines and on all of MNIST. */
final class GuideOutput {
    private GuideOutput() {}

    /** The lines of a page that the command did not print. A line that ends in an ellipsis stands for all that begin like it. */
    static List<String> missing(GuideBlock shown, CommandRun run) {
        Set<String> printed = Stream.concat(run.err().lines(), run.out().lines())
                .map(GuideOutput::stable)
                .collect(Collectors.toSet());
        return shown.lines().stream()
                .filter(line -> !line.isBlank() && !line.strip().equals("..."))
                .filter(line -> {
                    String stable = stable(line);
                    return stable.endsWith("...")
                            ? printed.stream()
                                    .noneMatch(each -> each.startsWith(stable.substring(0, stable.length() - 3)))
                            : !printed.contains(stable);
                })
                .toList();
    }

    /** A line without figures, times, the width of columns, and the machine. */
    private static String stable(String line) {
        return line.replace("mnist-sample", "mnist")
                .replace(" ./espalier ", " espalier ") // the launcher's name is not known in tests
                .replaceAll("(Most accurate|most accurate .tflite file): \\S+", "$1")
                .replaceAll("\\d[\\d.,]*( (µs|ms|s)\\b)?%?", "#")
                .replaceAll("(?<=[|] ) *- *(?=[|]|$)", "# ")
                .replaceAll("([-=])\\1+", "$1")
                .replaceAll("\\s+", " ")
                .replaceAll("^ ?(Machine|Versions|Data) .*", "$1")
                // Which of both it is depends on the compilers of the machine.
                .replaceAll("^ ?(Measured on a Cortex-M\\S*|Flash and RAM are measured where) .*", "flash and RAM")
                .strip();
    }
}
