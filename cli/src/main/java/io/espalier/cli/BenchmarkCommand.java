// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.data.array.NpzFile;
import io.espalier.data.array.NumericArray;
import io.espalier.runtime.Benchmark;
import io.espalier.runtime.BenchmarkInputs;
import io.espalier.runtime.InterpreterOptions;
import io.espalier.runtime.Latency;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tells how quick a .tflite model is on this machine. */
@Command(
        name = "benchmark",
        footer = {"benchmark model.tflite", "benchmark model.tflite --threads 2 --runs 500 --json"})
final class BenchmarkCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = InputFile.LABEL, description = "A .tflite file.")
    private Path model;

    @Option(names = "--threads", defaultValue = "1", paramLabel = "N", description = "Threads (${DEFAULT-VALUE}).")
    private int threads;

    @Option(
            names = "--runs",
            defaultValue = "1000",
            paramLabel = "N",
            description = "Runs that count (${DEFAULT-VALUE}).")
    private int runs;

    @Option(
            names = "--warm-up",
            defaultValue = "50",
            paramLabel = "N",
            description = "Runs before those (${DEFAULT-VALUE}).")
    private int warmUp;

    @Option(
            names = "--input",
            paramLabel = "FILE",
            description =
                    "An .npz file with an array for each input, of its name and whole shape; else inputs are made up.")
    private @Nullable Path input;

    @Option(names = "--no-xnnpack", description = "Use TFLite's own kernels.")
    private boolean withoutXnnpack;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        if (InputFile.typeOf(model) != InputFile.TFLITE) {
            throw new UsageException(
                    model + ": is a model of Keras; benchmark takes a .tflite file",
                    ShellCommand.espalier("convert", model, "-o", OutputFile.suggestion(model, ".tflite")));
        }
        UsageException.requireOneOrMore("--threads", threads);
        UsageException.requireOneOrMore("--runs", runs);
        if (warmUp < 0) {
            throw new UsageException("--warm-up must be 0 or more, not " + warmUp);
        }
        Terminal terminal = Terminal.of(spec);
        terminal.reads(model);
        InterpreterOptions options =
                InterpreterOptions.DEFAULTS.withThreads(threads).withXnnpack(!withoutXnnpack);
        Benchmark benchmark = Benchmark.of(model, options, inputs(), warmUp, runs);
        if (input == null) {
            terminal.note("inputs are made up: random numbers, seed " + BenchmarkInputs.SEED
                    + "; --input takes a file of real ones");
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(toJson(benchmark));
        } else {
            out.println(terminal.fit(toText(benchmark)));
            terminal.next("inspect", model);
        }
        return ExitCode.DONE;
    }

    private BenchmarkInputs inputs() {
        if (input == null) {
            return BenchmarkInputs.madeUp();
        }
        Map<String, NumericArray> arrays = new LinkedHashMap<>();
        try (NpzFile npz = NpzFile.open(input)) {
            npz.names().forEach(name -> arrays.put(name, npz.read(name)));
        }
        return BenchmarkInputs.of(arrays);
    }

    private String toText(Benchmark benchmark) {
        Latency latency = benchmark.latency();
        return String.format(
                Locale.US,
                "%s: median %.1f \u00b5s, p95 %.1f \u00b5s  (min %.1f, mean %.1f, max %.1f, std %.1f; %,d runs, %d thread%s, XNNPACK %s, %s)",
                model,
                latency.median(),
                latency.p95(),
                latency.min(),
                latency.mean(),
                latency.max(),
                latency.standardDeviation(),
                latency.runs(),
                threads,
                threads == 1 ? "" : "s",
                benchmark.xnnpackApplied() ? "on" : "off",
                benchmark.cpu().orElse("processor unknown"));
    }

    private String toJson(Benchmark benchmark) {
        Latency latency = benchmark.latency();
        ObjectNode answer = new JsonMapper().createObjectNode();
        answer.put("model", model.toString());
        answer.put("threads", threads);
        answer.put("xnnpack", benchmark.xnnpackApplied());
        answer.put("processor", benchmark.cpu().orElse(null));
        answer.put("warmUp", warmUp);
        answer.put("runs", latency.runs());
        ObjectNode micros = answer.putObject("latencyMicros");
        micros.put("min", latency.min());
        micros.put("median", latency.median());
        micros.put("mean", latency.mean());
        micros.put("p95", latency.p95());
        micros.put("max", latency.max());
        micros.put("std", latency.standardDeviation());
        answer.put("inputs", input == null ? "made up, seed " + BenchmarkInputs.SEED : input.toString());
        answer.put("arenaBytes", arena(benchmark));
        return answer.toPrettyString();
    }

    private static @Nullable Long arena(Benchmark benchmark) {
        return benchmark.arenaBytes().isPresent() ? benchmark.arenaBytes().getAsLong() : null;
    }
}
