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
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * The memory of the files of an experiment, each measured in a process of its own. That is not to be done while something is timed: two of
 * these processes run at a time.
 *
 * @param threads that the experiment may use
 * @param wanted whether anything is measured
 */
record ResidentFigures(Path folder, int threads, boolean wanted, ExperimentConsole console) {
    /** A system property: {@code off} starts no processes. */
    private static final String PROPERTY = "espalier.memory";

    private static final int MOST_PROCESSES = 2;

    /** @throws ExperimentException if the system property says neither {@code on} nor {@code off} */
    static ResidentFigures in(ExperimentSettings settings, ExperimentConsole console) {
        String asked = System.getProperty(PROPERTY, "on");
        if (!asked.equals("on") && !asked.equals("off")) {
            throw new ExperimentException(
                    "the system property " + PROPERTY + " is '" + asked + "'; it takes on or off");
        }
        return new ResidentFigures(settings.folder(), settings.threads(), asked.equals("on"), console);
    }

    /**
     * The same files with their memory, where the system tells; notes those where it does not.
     *
     * @throws IOException if a file cannot be read
     */
    List<Variant> of(List<Variant> variants) throws IOException {
        if (!wanted) {
            console.note("memory was not measured, since the system property " + PROPERTY + " is off");
            return List.copyOf(variants);
        }
        List<OptionalLong> bytes = measured(variants);
        List<Variant> with = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        for (int index = 0; index < variants.size(); index++) {
            Variant variant = variants.get(index);
            OptionalLong resident = bytes.get(index);
            with.add(resident.isPresent() ? variant.withResidentBytes(resident.getAsLong()) : variant);
            if (resident.isEmpty() && runs(variant)) {
                unknown.add(variant.name());
            }
        }
        if (!unknown.isEmpty()) {
            console.note("the memory of " + String.join(", ", unknown)
                    + " is unknown: it is measured on Linux, in a Java process started with Espalier's jars, which must be files on"
                    + " disk, not packed in another jar");
        }
        return List.copyOf(with);
    }

    private List<OptionalLong> measured(List<Variant> variants) throws IOException {
        List<Supplier<OptionalLong>> jobs = new ArrayList<>();
        variants.forEach(variant -> jobs.add(() -> measured(variant)));
        try {
            return InParallel.all("memory of files", Math.min(MOST_PROCESSES, threads), jobs);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private OptionalLong measured(Variant variant) {
        if (!runs(variant)) {
            return OptionalLong.empty();
        }
        try {
            return Footprint.of(TfliteModel.read(folder.resolve(variant.name())), InterpreterOptions.DEFAULTS)
                    .runBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean runs(Variant variant) {
        return variant.latencyMicros() != null;
    }
}
