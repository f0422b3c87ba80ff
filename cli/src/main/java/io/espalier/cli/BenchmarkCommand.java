// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.base.internal.JsonTree;
import io.espalier.data.array.StoredArray;
import io.espalier.runtime.InterpreterException;
import io.espalier.runtime.interpreter.InterpreterOptions;
import io.espalier.runtime.interpreter.TfliteModel;
import io.espalier.runtime.measure.Benchmark;
import io.espalier.runtime.measure.Footprint;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Tells how quick a model is on this machine. */
final class BenchmarkCommand extends Subcommand {
    private final RunNotes run = new RunNotes(spec());
    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();
    private static final int MOST_REPEATS = 2;

    private final Argument<Path> model = arguments().parameter(Path.class, InputModel.LABEL, InputModel.FORMS);
    private final Argument<Integer> threads = arguments()
            .option(
                    int.class,
                    Arguments.named("--threads", "N", "Number of threads (default: ${DEFAULT-VALUE}).")
                            .defaultValue("1"));
    private final Argument<Integer> runs = arguments()
            .option(
                    int.class,
                    Arguments.named("--runs", "N", "Timed runs (default: ${DEFAULT-VALUE}).")
                            .defaultValue("1000"));
    private final Argument<Integer> warmUp = arguments()
            .option(
                    int.class,
                    Arguments.named("--warm-up", "N", "Warm-up runs before the timed ones (default: ${DEFAULT-VALUE}).")
                            .defaultValue("50"));
    private final Argument<Path> input = arguments()
            .option(
                    Path.class,
                    Arguments.named(
                            "--input",
                            "FILE",
                            "An .npz file with one array per input, with the name and full shape of that input. Default: random inputs."));
    private final Argument<Boolean> withoutXnnpack =
            arguments().flag("--no-xnnpack", "Use TFLite's built-in kernels instead of XNNPACK.");
    private final ProfileOptions profile = new ProfileOptions(arguments());
    private final Argument<Boolean> json = arguments().flag("--json", "Print the result as JSON.");

    BenchmarkCommand() {
        super(
                "benchmark model.tflite",
                "benchmark model.tflite --threads 2 --runs 500 --json",
                "benchmark int8.tflite --profile --against float.tflite");
    }

    @Override
    public Integer call() throws IOException {
        Terminal terminal = terminal();
        BenchmarkReport report;
        profile.check(model.get());
        try (InputModel file = InputModel.open(model.get())) {
            UsageException.requireThreads(threads.get());
            UsageException.requireOneOrMore("--runs", runs.get());
            if (warmUp.get() < 0) {
                throw new UsageException("--warm-up must be 0 or more, not " + warmUp.get());
            }
            terminal.reads(model.get());
            InterpreterOptions options =
                    InterpreterOptions.DEFAULTS.withThreads(threads.get()).withXnnpack(!withoutXnnpack.get());
            TfliteModel runnable = file.runnable(terminal);
            Optional<TfliteModel> twin = profile.against(terminal);
            Benchmark benchmark = steadiest(runnable, options);
            report = new BenchmarkReport(
                    model.get(),
                    benchmark,
                    footprint(runnable, options),
                    profile.run(runnable, twin, options, inputs(), warmUp.get(), runs.get()),
                    warmUp.get(),
                    input.orNull() == null
                            ? "random, seed " + Benchmark.SEED
                            : input.orNull().toString());
        }
        if (input.orNull() == null) {
            terminal.note("inputs are random numbers, seed " + Benchmark.SEED + "; use --input to give real ones");
        } else {
            NamedArrays.say(input.orNull(), terminal);
        }
        report.benchmark().doubts(PROCESSORS).forEach(doubt -> terminal.note("the figures may not repeat: " + doubt));
        PrintWriter out = out();
        if (json.get()) {
            out.println(JsonTree.indented(report.toJson(PROCESSORS)));
        } else {
            out.println(terminal.fit(report.toText()));
            report.profileText(terminal.width()).ifPresent(text -> out.println(System.lineSeparator() + text));
        }
        profile.write(report.profile(), run, terminal);
        if (!json.get()) {
            terminal.next("inspect", model.get());
        }
        return ExitCode.DONE;
    }

    private Footprint footprint(TfliteModel model, InterpreterOptions options) {
        Map<String, StoredArray> arrays = inputs();
        return arrays.isEmpty() ? Footprint.of(model, options) : Footprint.of(model, options, arrays);
    }

    private Map<String, StoredArray> inputs() {
        Path arrays = input.orNull();
        return arrays == null ? Map.of() : NamedArrays.read(arrays);
    }

    /** The first whose runs agree, or else the one of several whose runs agree best. */
    private Benchmark steadiest(TfliteModel model, InterpreterOptions options) {
        Benchmark best = run(model, options);
        for (int repeat = 1; repeat <= MOST_REPEATS && !best.isSteady(); repeat++) {
            terminal().detail("Repeating", () -> "since the runs differ");
            Benchmark again = run(model, options);
            best = spread(again) < spread(best) ? again : best;
        }
        return best;
    }

    private static double spread(Benchmark benchmark) {
        return benchmark.latency().p95() / benchmark.latency().median();
    }

    private Benchmark run(TfliteModel model, InterpreterOptions options) {
        Path arrays = input.orNull();
        if (arrays == null) {
            return Benchmark.run(model, options, warmUp.get(), runs.get());
        }
        Map<String, StoredArray> inputs = NamedArrays.read(arrays);
        try {
            return Benchmark.run(model, options, inputs, warmUp.get(), runs.get());
        } catch (InterpreterException e) {
            // What does not name the model is about the arrays.
            String message = String.valueOf(e.getMessage());
            throw message.startsWith(model.name()) ? e : new InterpreterException(arrays + ": " + message);
        }
    }
}
