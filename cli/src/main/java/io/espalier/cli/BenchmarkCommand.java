// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.base.internal.JsonTree;
import io.espalier.data.array.StoredArray;
import io.espalier.lite.Graph;
import io.espalier.runtime.InterpreterException;
import io.espalier.runtime.interpreter.InterpreterOptions;
import io.espalier.runtime.interpreter.TfliteModel;
import io.espalier.runtime.measure.Benchmark;
import io.espalier.runtime.measure.Benchmark.Latency;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells how quick a .tflite model is on this machine. */
final class BenchmarkCommand extends Subcommand {
    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();
    private static final int MOST_REPEATS = 2;

    private final Argument<Path> model = arguments().parameter(Path.class, InputModel.LABEL, "A .tflite file.");
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
    private final Argument<Boolean> json = arguments().flag("--json", "Print the result as JSON.");

    BenchmarkCommand() {
        super("benchmark model.tflite", "benchmark model.tflite --threads 2 --runs 500 --json");
    }

    @Override
    public Integer call() throws IOException {
        Terminal terminal = terminal();
        Benchmark benchmark;
        try (InputModel file = InputModel.open(model.get())) {
            if (!file.is(Graph.class)) {
                throw new UsageException(
                        model.get() + ": this is a Keras model; benchmark takes a .tflite file",
                        ShellCommand.espalier(
                                "convert", model.get(), "-o", OutputFile.suggestion(model.get(), ".tflite")));
            }
            UsageException.requireThreads(threads.get());
            UsageException.requireOneOrMore("--runs", runs.get());
            if (warmUp.get() < 0) {
                throw new UsageException("--warm-up must be 0 or more, not " + warmUp.get());
            }
            terminal.reads(model.get());
            InterpreterOptions options =
                    InterpreterOptions.DEFAULTS.withThreads(threads.get()).withXnnpack(!withoutXnnpack.get());
            benchmark = steadiest(file.runnable(), options);
        }
        if (input.orNull() == null) {
            terminal.note("inputs are random numbers, seed " + Benchmark.SEED + "; use --input to give real ones");
        } else {
            NamedArrays.say(input.orNull(), terminal);
        }
        benchmark.doubts(PROCESSORS).forEach(doubt -> terminal.note("the figures may not repeat: " + doubt));
        PrintWriter out = out();
        if (json.get()) {
            out.println(toJson(benchmark));
        } else {
            out.println(terminal.fit(toText(benchmark)));
            terminal.next("inspect", model.get());
        }
        return ExitCode.DONE;
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

    private String toText(Benchmark benchmark) {
        Latency latency = benchmark.latency();
        return String.format(
                Locale.US,
                "%s: median %.1f \u00b5s, p95 %.1f \u00b5s  (min %.1f, mean %.1f, max %.1f, std %.1f; %,d runs, %d thread%s, XNNPACK %s, %s)",
                model.get(),
                latency.median(),
                latency.p95(),
                latency.min(),
                latency.mean(),
                latency.max(),
                latency.standardDeviation(),
                latency.runs(),
                threads.get(),
                threads.get() == 1 ? "" : "s",
                benchmark.xnnpackApplied() ? "on" : "off",
                benchmark.cpu().orElse("unknown processor"));
    }

    private String toJson(Benchmark benchmark) {
        Latency latency = benchmark.latency();
        ObjectNode answer = new JsonMapper().createObjectNode();
        answer.put("model", model.get().toString());
        answer.put("threads", threads.get());
        answer.put("xnnpack", benchmark.xnnpackApplied());
        answer.put("processor", benchmark.cpu().orElse(null));
        answer.put("warmUp", warmUp.get());
        answer.put("runs", latency.runs());
        ObjectNode micros = answer.putObject("latencyMicros");
        micros.put("min", latency.min());
        micros.put("median", latency.median());
        micros.put("mean", latency.mean());
        micros.put("p95", latency.p95());
        micros.put("max", latency.max());
        micros.put("std", latency.standardDeviation());
        answer.put(
                "inputs",
                input.orNull() == null
                        ? "random, seed " + Benchmark.SEED
                        : input.orNull().toString());
        answer.put("arenaBytes", arena(benchmark));
        answer.put(
                "load", benchmark.load().isPresent() ? (Double) benchmark.load().getAsDouble() : null);
        ArrayNode doubts = answer.putArray("doubts");
        benchmark.doubts(PROCESSORS).forEach(doubts::add);
        return JsonTree.indented(answer);
    }

    private static @Nullable Long arena(Benchmark benchmark) {
        return benchmark.arenaBytes().isPresent() ? benchmark.arenaBytes().getAsLong() : null;
    }
}
