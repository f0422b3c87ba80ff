// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.internal;

import io.espalier.base.parallel.InParallel;
import io.espalier.experiment.ExperimentConsole;
import io.espalier.experiment.ExperimentException;
import io.espalier.experiment.report.Report.Variant;
import io.espalier.runtime.interpreter.InterpreterOptions;
import io.espalier.runtime.interpreter.TfliteModel;
import io.espalier.runtime.measure.Footprint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * The memory of the files of an experiment, each measured in a process of its own. That is not to be done while something is timed: two of
 * these processes run at a time.
 *
 * @param threads that the experiment may use
 * @param wanted whether anything is measured
 * @param console for notes
 */
public record ResidentFigures(int threads, boolean wanted, ExperimentConsole console) {
    /** A system property: {@code off} starts no processes. */
    private static final String PROPERTY = "espalier.memory";

    private static final int MOST_PROCESSES = 2;

    /** @throws ExperimentException if the system property says neither {@code on} nor {@code off} */
    public static ResidentFigures of(int threads, ExperimentConsole console) {
        String asked = System.getProperty(PROPERTY, "on");
        if (!asked.equals("on") && !asked.equals("off")) {
            throw new ExperimentException(
                    "the system property " + PROPERTY + " is '" + asked + "'; it takes on or off");
        }
        return new ResidentFigures(threads, asked.equals("on"), console);
    }

    /**
     * Variants whose files lie in a folder, with their memory, where the system tells.
     *
     * @throws IOException if a file cannot be read
     */
    List<Variant> of(List<Variant> variants, Path folder) throws IOException {
        Map<String, Path> files = new LinkedHashMap<>();
        variants.stream()
                .filter(variant -> variant.latencyMicros() != null)
                .forEach(variant -> files.put(variant.name(), folder.resolve(variant.name())));
        Map<String, Long> bytes = measured(files);
        return variants.stream()
                .map(variant -> {
                    Long resident = bytes.get(variant.name());
                    return resident == null ? variant : variant.withResidentBytes(resident);
                })
                .toList();
    }

    /**
     * The memory of {@code .tflite} files by their names, where the system tells; notes those where it does not.
     *
     * @throws IOException if a file cannot be read
     */
    public Map<String, Long> measured(Map<String, Path> files) throws IOException {
        if (!wanted) {
            console.note("memory was not measured, since the system property " + PROPERTY + " is off");
            return Map.of();
        }
        List<OptionalLong> bytes = measured(files.values());
        Map<String, Long> known = new LinkedHashMap<>();
        List<String> unknown = new ArrayList<>();
        int index = 0;
        for (String name : files.keySet()) {
            OptionalLong resident = bytes.get(index++);
            if (resident.isPresent()) {
                known.put(name, resident.getAsLong());
            } else {
                unknown.add(name);
            }
        }
        if (!unknown.isEmpty()) {
            console.note("the memory of " + String.join(", ", unknown)
                    + " is unknown: it is measured on Linux, in a Java process started with Espalier's jars, which must be files on"
                    + " disk, not packed in another jar");
        }
        return known;
    }

    private List<OptionalLong> measured(Collection<Path> files) throws IOException {
        List<Supplier<OptionalLong>> jobs = new ArrayList<>();
        files.forEach(file -> jobs.add(() -> measured(file)));
        try {
            return InParallel.all("memory of files", Math.min(MOST_PROCESSES, threads), jobs);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static OptionalLong measured(Path file) {
        try {
            return Footprint.of(TfliteModel.read(file), InterpreterOptions.DEFAULTS)
                    .runBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
