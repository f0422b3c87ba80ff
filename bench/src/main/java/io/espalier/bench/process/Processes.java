// SPDX-License-Identifier: Apache-2.0
package io.espalier.bench.process;

import io.espalier.bench.Arguments;
import io.espalier.bench.InTurn;
import io.espalier.bench.UsageException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How long two commands take from start to end, as processes of their own, in turn. What they print is thrown away. */
public final class Processes {
    private Processes() {}

    /** {@code CHECKOUT_A CHECKOUT_B [ROUNDS] -- ARGUMENT ...}: {@code espalier} of two checkouts with the same arguments. */
    public static void checkouts(Arguments arguments, PrintStream out) throws IOException {
        if (arguments.groups().size() != 1) {
            throw new UsageException("put the arguments of espalier after --; usage: " + arguments.usage());
        }
        List<String> words = arguments.groups().get(0);
        List<String> first = espalier(arguments.path(0, "first checkout"), words);
        List<String> second = espalier(arguments.path(1, "second checkout"), words);
        measure(first, second, arguments.number(2, 9), out);
    }

    /** {@code [ROUNDS] -- COMMAND_A ... -- COMMAND_B ...}: any two commands. */
    public static void commands(Arguments arguments, PrintStream out) throws IOException {
        if (arguments.groups().size() != 2 || arguments.groups().stream().anyMatch(List::isEmpty)) {
            throw new UsageException("give two commands, each after --; usage: " + arguments.usage());
        }
        List<List<String>> commands = arguments.groups();
        measure(commands.get(0), commands.get(1), arguments.number(0, 9), out);
    }

    /**
     * Measures, after each has run once.
     *
     * @throws UsageException if a command cannot be started or fails
     */
    public static InTurn<Double> measure(List<String> first, List<String> second, int rounds, PrintStream out)
            throws IOException {
        seconds(first);
        seconds(second);
        InTurn<Double> seconds = InTurn.of(rounds, () -> seconds(first), () -> seconds(second));
        print(out, "A", first, seconds.first(), seconds.firstMedian(Double::doubleValue));
        print(out, "B", second, seconds.second(), seconds.secondMedian(Double::doubleValue));
        out.printf(
                Locale.US,
                "A over B: %.3f, the median of the ratios of %d rounds%n",
                seconds.ratio(Double::doubleValue),
                rounds);
        return seconds;
    }

    private static void print(PrintStream out, String name, List<String> command, List<Double> seconds, double median) {
        out.printf(
                Locale.US,
                "%s: median %.3f s, %.3f to %.3f s: %s%n",
                name,
                median,
                seconds.stream().mapToDouble(Double::doubleValue).min().orElseThrow(),
                seconds.stream().mapToDouble(Double::doubleValue).max().orElseThrow(),
                String.join(" ", command));
    }

    private static double seconds(List<String> command) throws IOException {
        Path printed = Files.createTempFile("printed", ".txt");
        try {
            long start = System.nanoTime();
            int code = start(command, printed).waitFor();
            double seconds = (System.nanoTime() - start) / 1e9;
            if (code != 0) {
                throw new UsageException(String.join(" ", command) + " failed with exit code " + code + ":\n"
                        + Files.readString(printed, StandardCharsets.UTF_8));
            }
            return seconds;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("interrupted while a command ran", e));
        } finally {
            Files.delete(printed);
        }
    }

    private static Process start(List<String> command, Path printed) {
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(printed.toFile())
                    .start();
        } catch (IOException e) {
            throw new UsageException("cannot start " + command.get(0) + ": " + e.getMessage());
        }
    }

    private static List<String> espalier(Path checkout, List<String> words) {
        Path launcher = checkout.resolve("espalier").toAbsolutePath();
        if (!Files.isExecutable(launcher)) {
            throw new UsageException(checkout + " is not a checkout of Espalier: it has no executable ./espalier");
        }
        List<String> command = new ArrayList<>();
        command.add(launcher.toString());
        command.addAll(words);
        return command;
    }
}
