// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.base.internal.AtomicFile;
import io.espalier.data.array.StoredArray;
import io.espalier.runtime.interpreter.InterpreterOptions;
import io.espalier.runtime.interpreter.TfliteModel;
import io.espalier.runtime.measure.Profile;
import io.espalier.runtime.measure.ProfileComparison;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether the operators of a model are timed, and beside which other model. */
final class ProfileOptions {
    private static final String PROFILE = "--profile";
    private static final int MOST_RUNS = 200;

    private final Argument<Boolean> profile;
    private final Argument<Path> against;
    private final Argument<Path> csv;
    private final Argument<Boolean> force;

    /** A profile, alone or beside another. */
    record Profiled(Profile profile, Optional<ProfileComparison> comparison) {}

    ProfileOptions(Arguments arguments) {
        profile = arguments.flag(
                PROFILE, "Also time each operator, in up to " + MOST_RUNS + " runs, and show which kernels ran it.");
        against = arguments.option(
                Path.class,
                Arguments.named(
                        "--against",
                        "FILE",
                        "With --profile: another form of the model, such as the float file, to time in turn and show beside it."));
        csv = arguments.option(
                Path.class, Arguments.named("--csv", "FILE", "With --profile: write the operators to FILE as CSV."));
        force = arguments.flag("--force", "Overwrite the CSV file if it exists.");
    }

    /**
     * Makes sure of the options.
     *
     * @param model that is measured
     * @throws UsageException if options are given that need others, or the CSV file may not be written
     */
    void check(Path model) throws IOException {
        List<String> idle = profile.get() ? List.of() : Argument.given(against, csv, force);
        if (!idle.isEmpty()) {
            throw UsageException.adding(
                    String.join(", ", idle) + (idle.size() == 1 ? " needs " : " need ") + PROFILE, PROFILE);
        }
        if (csv.orNull() != null) {
            OutputFile.claim(csv.orNull(), model, ".csv", force.get());
            if (against.orNull() != null) {
                OutputFile.requireOutside(csv.orNull(), against.orNull(), ".csv");
            }
        }
    }

    /** The other model, if one was named. */
    Optional<TfliteModel> against(Terminal terminal) throws IOException {
        Path file = against.orNull();
        if (file == null) {
            return Optional.empty();
        }
        try (InputModel other = InputModel.open(file)) {
            return Optional.of(other.runnable(terminal));
        }
    }

    /**
     * The profile, if it was asked for.
     *
     * @param inputs none for random ones
     */
    Optional<Profiled> run(
            TfliteModel model,
            Optional<TfliteModel> twin,
            InterpreterOptions options,
            Map<String, StoredArray> inputs,
            int warmUp,
            int runs) {
        if (!profile.get()) {
            return Optional.empty();
        }
        int count = Math.min(runs, MOST_RUNS);
        if (twin.isEmpty()) {
            return Optional.of(new Profiled(
                    inputs.isEmpty()
                            ? Profile.run(model, options, warmUp, count)
                            : Profile.run(model, options, inputs, warmUp, count),
                    Optional.empty()));
        }
        ProfileComparison comparison = inputs.isEmpty()
                ? ProfileComparison.run(model, twin.get(), options, warmUp, count)
                : ProfileComparison.run(model, twin.get(), options, inputs, warmUp, count);
        return Optional.of(new Profiled(comparison.profile(), Optional.of(comparison)));
    }

    /** Writes the CSV file, if one was named, and the run file of the command beside it. */
    void write(Optional<Profiled> found, RunNotes run, Terminal terminal) throws IOException {
        if (csv.orNull() != null && found.isPresent()) {
            Profiled profiled = found.get();
            String text = profiled.comparison()
                    .map(ProfileComparison::toCsv)
                    .orElseGet(() -> profiled.profile().toCsv());
            AtomicFile.write(csv.orNull(), text.getBytes(StandardCharsets.UTF_8));
            terminal.done("Wrote", csv.orNull().toString());
            run.writeBesideFile(csv.orNull(), terminal);
        }
    }
}
