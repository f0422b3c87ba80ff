// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.footprint;

import io.espalier.base.EspalierException;
import io.espalier.base.internal.ExternalCommand;
import io.espalier.base.internal.Folders;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Arm's compiler for microcontrollers, {@code arm-none-eabi-gcc}, and the size of what it makes for a Cortex-M4. The model is linked alone:
 * with what it calls, and with nothing that every program has.
 *
 * @param compiler its name and version, as it says them
 */
public record CortexM4(String compiler) {
    /** What is compiled and linked with, unless others are asked for. */
    public static final List<String> FLAGS = List.of("-mcpu=cortex-m4", "-mthumb", "-Os");

    private static final String GCC = "arm-none-eabi-gcc";
    private static final String SIZE = "arm-none-eabi-size";
    private static final List<String> COMPILE = List.of("-std=c99", "-ffunction-sections", "-fdata-sections", "-c");
    private static final String SPECS = "nano.specs";
    private static final List<String> LINK = List.of("-nostartfiles", "--specs=" + SPECS, "-Wl,--gc-sections");
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int FIGURES = 3;

    /** The compiler on the PATH; empty if there is none, it does not start, or it has no newlib. */
    public static Optional<CortexM4> find() {
        try {
            return inFolder(folder -> {
                String version = said(folder, List.of(GCC, "--version"));
                // An absolute path, if there is such a file.
                String specs =
                        said(folder, List.of(GCC, "-print-file-name=" + SPECS)).strip();
                return specs.equals(SPECS)
                        ? Optional.empty()
                        : version.lines().findFirst().map(CortexM4::new);
            });
        } catch (FootprintException e) {
            return Optional.empty();
        }
    }

    /** Compiles and links a model with {@link #FLAGS}. */
    public Footprint measure(String name, Map<String, String> files) {
        return measure(name, files, FLAGS);
    }

    /**
     * Compiles and links a model.
     *
     * @param name of the model: its function is {@code NAME_run}, and {@code NAME_reset} counts if it is there
     * @param files the texts of all files by their names; those that end with .c are compiled, except main.c
     * @param flags the processor, the level of optimization, and whatever else all files need
     * @throws FootprintException if a program fails or takes longer than two minutes
     * @throws EspalierException.Interrupted if the thread is interrupted
     */
    public Footprint measure(String name, Map<String, String> files, List<String> flags) {
        return inFolder(folder -> {
            List<String> link = command(flags, LINK);
            link.addAll(List.of(
                    "-Wl,-e," + name + "_run",
                    "-Wl,--require-defined=" + name + "_run",
                    "-Wl,-u," + name + "_reset",
                    "-o",
                    "model.elf"));
            for (Map.Entry<String, String> file : files.entrySet()) {
                Files.writeString(folder.resolve(file.getKey()), file.getValue(), StandardCharsets.UTF_8);
            }
            for (String file : files.keySet().stream().sorted().toList()) {
                if (file.endsWith(".c") && !file.equals("main.c")) {
                    List<String> compile = command(flags, COMPILE);
                    compile.addAll(List.of(file, "-o", file + ".o"));
                    said(folder, compile);
                    link.add(file + ".o");
                }
            }
            said(folder, link);
            return footprint(said(folder, List.of(SIZE, "model.elf")), flags);
        });
    }

    private static List<String> command(List<String> flags, List<String> more) {
        List<String> command = new ArrayList<>(List.of(GCC));
        command.addAll(flags);
        command.addAll(more);
        return command;
    }

    /** From a line of titles and a line of numbers. */
    private Footprint footprint(String table, List<String> flags) throws IOException {
        String[] figures = table.lines().skip(1).findFirst().orElse("").strip().split("\\s+");
        if (figures.length < FIGURES) {
            throw new IOException(SIZE + " printed no table: " + table.strip());
        }
        return new Footprint(
                Long.parseLong(figures[0]), Long.parseLong(figures[1]), Long.parseLong(figures[2]), compiler, flags);
    }

    private static String said(Path folder, List<String> command) throws IOException, InterruptedException {
        Path output = folder.resolve("output.txt");
        ExternalCommand.run(command, folder, output, LIMIT);
        return new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
    }

    /** Work in a folder that is deleted afterwards. */
    private interface Work<T> {
        T in(Path folder) throws IOException, InterruptedException;
    }

    private static <T> T inFolder(Work<T> work) {
        try {
            Path folder = Files.createTempDirectory("espalier-footprint");
            try {
                return work.in(folder);
            } finally {
                Folders.delete(folder);
            }
        } catch (IOException e) {
            throw new FootprintException(
                    "cannot measure flash and RAM: " + e.getMessage()
                            + "; this needs arm-none-eabi-gcc with newlib, and C that it accepts",
                    e);
        } catch (InterruptedException e) {
            throw new EspalierException.Interrupted("measuring flash and RAM");
        }
    }
}
