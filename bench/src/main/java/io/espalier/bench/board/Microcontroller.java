// SPDX-License-Identifier: Apache-2.0
package io.espalier.bench.board;

import io.espalier.bench.Arguments;
import io.espalier.bench.InTurn;
import io.espalier.bench.UsageException;
import io.espalier.lite.ccode.CExport;
import io.espalier.lite.ccode.footprint.CortexM4;
import io.espalier.lite.ccode.footprint.Footprint;
import io.espalier.lite.ccode.settings.CSettings;
import io.espalier.lite.ccode.settings.Objective;
import io.espalier.runtime.interpreter.InterpreterOptions;
import io.espalier.runtime.interpreter.TfliteModel;
import io.espalier.runtime.measure.Benchmark;
import io.espalier.testing.rig.CModel;
import io.espalier.testing.rig.Rig;
import io.espalier.testing.rig.RigRun;
import io.espalier.testing.rig.Toolchain;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * Generated C of .tflite files: flash, RAM, stack and instructions on a Cortex-M4, and latency on this machine against TFLite's plain kernels on
 * one thread. Needs the compilers and the emulator that CONTRIBUTING.md names.
 */
public final class Microcontroller {
    private static final int ROUNDS = 5;
    private static final String NAME = "model";
    private static final List<String> HOST_FLAGS = List.of("-O3", "-march=native");

    private Microcontroller() {}

    /**
     * How much is measured.
     *
     * @param inputs random ones, whose answers are compared with those of TFLite with XNNPACK
     * @param rounds of latency, each of which runs C and TFLite in turn
     * @param runs of each in each round
     * @param hostFlags for the compiler of this machine
     */
    public record Effort(int inputs, int rounds, int runs, List<String> hostFlags) {
        public Effort {
            hostFlags = List.copyOf(hostFlags);
        }
    }

    /**
     * Of one model with one objective.
     *
     * @param buffers bytes of inputs and outputs, which the caller keeps
     * @param stack its deepest, in bytes
     * @param instructions of one run, the mean
     * @param others how many answers are not those of TFLite with XNNPACK, to the bit
     * @param latency in microseconds, C first
     */
    public record Figures(
            Footprint footprint, long buffers, long stack, double instructions, int others, InTurn<Double> latency) {}

    public static void run(Arguments arguments, PrintStream out) throws IOException {
        List<Path> models = new ArrayList<>();
        for (int place = 0; place < Math.max(1, arguments.words().size()); place++) {
            models.add(arguments.path(place, "model"));
        }
        List<String> flags =
                arguments.groups().isEmpty() ? HOST_FLAGS : arguments.groups().get(0);
        measure(models, new Effort(20, ROUNDS, 200, flags), out);
    }

    /** Prints a Markdown table, a row for each model and objective. */
    public static List<Figures> measure(List<Path> models, Effort effort, PrintStream out) throws IOException {
        CortexM4 compiler = CortexM4.find()
                .orElseThrow(
                        () -> new UsageException(
                                "this benchmark needs arm-none-eabi-gcc; CONTRIBUTING.md names the packages that have what it needs"));
        out.printf(
                Locale.US,
                "Cortex-M4: %s, %s; mean instructions of %d random inputs. This machine: cc %s, medians of %d rounds of %d runs, in turn.%n%n",
                compiler.compiler(),
                String.join(" ", CortexM4.FLAGS),
                effort.inputs(),
                String.join(" ", effort.hostFlags()),
                effort.rounds(),
                effort.runs());
        out.println("| model | objective | bytes of the file | flash | RAM | inputs and outputs | stack | instructions"
                + " | answers other than XNNPACK's | C, µs | TFLite's plain kernels, µs | ratio |");
        out.println("|---|---|---|---|---|---|---|---|---|---|---|---|");
        List<Figures> all = new ArrayList<>();
        for (Path file : models) {
            TfliteModel model = TfliteModel.read(file);
            RandomRuns runs = RandomRuns.of(model, effort.inputs());
            for (Objective objective : Objective.values()) {
                CExport export = CExport.of(model.graph(), CSettings.named(NAME).with(objective));
                Figures figures = measure(model, export, compiler, runs, effort);
                all.add(figures);
                print(file, objective, model.bytes().remaining(), figures, out);
            }
        }
        return all;
    }

    private static Figures measure(TfliteModel model, CExport export, CortexM4 compiler, RandomRuns runs, Effort effort)
            throws IOException {
        CModel subject = new CModel(NAME, export.header(), export.source());
        RigRun board = Rig.run(Toolchain.cortexM4(), subject, runs.inputs());
        Toolchain here = Toolchain.host().withFlags(effort.hostFlags().toArray(new String[0]));
        List<byte[]> repeated = repeated(runs.inputs(), effort.runs());
        InTurn<Double> latency = InTurn.of(
                effort.rounds(),
                () -> Rig.run(here, subject, repeated).medianTicks() / 1000.0,
                () -> Benchmark.run(
                                model,
                                InterpreterOptions.DEFAULTS.withXnnpack(false),
                                effort.runs() / 10,
                                effort.runs())
                        .latency()
                        .median());
        return new Figures(
                compiler.measure(NAME, export.files()),
                runs.inputs().get(0).length + runs.outputs().get(0).length,
                board.stackBytes(),
                board.meanTicks(),
                runs.others(board.outputs()),
                latency);
    }

    private static List<byte[]> repeated(List<byte[]> inputs, int runs) {
        List<byte[]> repeated = new ArrayList<>();
        while (repeated.size() < runs) {
            repeated.addAll(inputs);
        }
        return Collections.unmodifiableList(repeated.subList(0, runs));
    }

    private static void print(Path file, Objective objective, long bytes, Figures figures, PrintStream out) {
        out.printf(
                Locale.US,
                "| %s | %s | %,d | %,d | %,d | %,d | %,d | %,.0f | %d | %.1f | %.1f | %.2f |%n",
                file.getFileName(),
                objective.name().toLowerCase(Locale.ROOT),
                bytes,
                figures.footprint().flash(),
                figures.footprint().ram(),
                figures.buffers(),
                figures.stack(),
                figures.instructions(),
                figures.others(),
                figures.latency().firstMedian(Double::doubleValue),
                figures.latency().secondMedian(Double::doubleValue),
                figures.latency().ratio(Double::doubleValue));
    }
}
