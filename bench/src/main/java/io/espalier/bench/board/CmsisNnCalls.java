// SPDX-License-Identifier: Apache-2.0
package io.espalier.bench.board;

import io.espalier.bench.Arguments;
import io.espalier.bench.UsageException;
import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.Subgraph;
import io.espalier.lite.ccode.CExport;
import io.espalier.lite.ccode.footprint.CortexM4;
import io.espalier.lite.ccode.footprint.Footprint;
import io.espalier.lite.ccode.settings.CSettings;
import io.espalier.lite.ccode.settings.Kernels;
import io.espalier.lite.ccode.settings.Objective;
import io.espalier.lite.ccode.settings.SumRounding;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.runtime.interpreter.TfliteModel;
import io.espalier.testing.rig.CModel;
import io.espalier.testing.rig.CmsisNn;
import io.espalier.testing.rig.Rig;
import io.espalier.testing.rig.Toolchain;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Generated C that calls CMSIS-NN, with CMSIS-NN itself from a checkout: whether each operator answers as our own kernels do, on this machine (plain
 * C), on a Cortex-M4 (DSP instructions) and, as whole models, on a Cortex-M55 (Helium), and what flash, RAM and instructions it takes on the
 * Cortex-M4. Needs what {@link Microcontroller} needs.
 */
public final class CmsisNnCalls {
    private static final int INPUTS = 20;
    private static final String NAME = "model";
    private static final CSettings OWN = CSettings.named(NAME).with(SumRounding.DOUBLE);

    private CmsisNnCalls() {}

    /**
     * Of one model.
     *
     * @param inputs random ones
     * @param others to how many of them an operator answers otherwise than our own kernel that rounds twice, on this machine and on a Cortex-M4, or
     *     the model on a Cortex-M55; none should
     * @param single to how many of them the model, rounded once, answers otherwise than TFLite with XNNPACK
     * @param own what our own kernels cost on a Cortex-M4, with the objective speed
     * @param called what calls of CMSIS-NN cost there
     */
    public record Figures(int inputs, int others, int single, Cost own, Cost called) {}

    /** On a Cortex-M4. */
    public record Cost(Footprint footprint, double instructions) {}

    /** With CMSIS-NN: here, on a Cortex-M4 and on a Cortex-M55, rounding twice, and here, rounding once. */
    private record Machines(Toolchain here, Toolchain board, Toolchain helium, Toolchain single) {}

    public static void run(Arguments arguments, PrintStream out) throws IOException {
        CmsisNn library = library(arguments.path(0, "folder with CMSIS-NN"));
        List<Path> models = new ArrayList<>();
        for (int place = 1; place < Math.max(2, arguments.words().size()); place++) {
            models.add(arguments.path(place, "model"));
        }
        List<String> defines =
                arguments.groups().isEmpty() ? List.of() : arguments.groups().get(0);
        long others = measure(library, models, INPUTS, defines, out).stream()
                .mapToLong(Figures::others)
                .sum();
        if (others > 0) {
            throw new IllegalStateException("CMSIS-NN answers " + others + " inputs otherwise than our own kernels");
        }
    }

    private static CmsisNn library(Path checkout) {
        if (!Files.exists(checkout.resolve("Include/arm_nnfunctions.h"))) {
            throw new UsageException(checkout + " is no checkout of CMSIS-NN: it has no Include/arm_nnfunctions.h");
        }
        return new CmsisNn(checkout);
    }

    /** Prints a Markdown table, a row for each model. */
    public static List<Figures> measure(
            CmsisNn library, List<Path> models, int inputs, List<String> defines, PrintStream out) throws IOException {
        CortexM4 compiler = CortexM4.find()
                .orElseThrow(
                        () -> new UsageException(
                                "this benchmark needs arm-none-eabi-gcc; CONTRIBUTING.md names the packages that have what it needs"));
        Path folder = Files.createTempDirectory("cmsis-nn");
        try {
            Machines machines = machines(library, folder, defines.toArray(new String[0]));
            out.printf(
                    Locale.US,
                    "Cortex-M4: %s, %s; %d random inputs.%n%n",
                    compiler.compiler(),
                    String.join(" ", CortexM4.FLAGS),
                    inputs);
            out.println(
                    "| model | calls | other answers | rounded once, other than XNNPACK | instructions, own / called"
                            + " | flash, own / called | RAM, own / called |");
            out.println("|---|---|---|---|---|---|---|");
            List<Figures> all = new ArrayList<>();
            for (Path file : models) {
                TfliteModel model = TfliteModel.read(file);
                Figures figures = measure(model, machines, compiler, RandomRuns.of(model, inputs));
                all.add(figures);
                print(file, CExport.of(model.graph(), OWN.with(Kernels.CMSIS_NN)), figures, out);
            }
            return all;
        } finally {
            try (var files = Files.walk(folder)) {
                for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static Machines machines(CmsisNn library, Path folder, String... defines) throws IOException {
        Toolchain here = Toolchain.host().withFlags(defines);
        Toolchain board = Toolchain.cortexM4().withFlags(defines);
        return new Machines(
                library.linked(here, folder),
                library.linked(board, folder),
                library.linked(Toolchain.cortexM55().withFlags(defines), folder),
                library.linked(here, folder, "-DCMSIS_NN_USE_SINGLE_ROUNDING"));
    }

    private static Figures measure(TfliteModel model, Machines machines, CortexM4 compiler, RandomRuns runs) {
        Graph all = withAllOutputs(model.graph());
        List<byte[]> expected =
                Rig.run(Toolchain.host(), model(all, OWN), runs.inputs()).outputs();
        CModel operators = model(all, OWN.with(Kernels.CMSIS_NN));
        int others = 0;
        for (Toolchain machine : List.of(machines.here(), machines.board())) {
            others +=
                    others(expected, Rig.run(machine, operators, runs.inputs()).outputs());
        }
        CModel whole = model(model.graph(), OWN.with(Kernels.CMSIS_NN));
        others += others(
                Rig.run(Toolchain.host(), model(model.graph(), OWN), runs.inputs())
                        .outputs(),
                Rig.run(machines.helium(), whole, runs.inputs()).outputs());
        CModel once = model(model.graph(), CSettings.named(NAME).with(Kernels.CMSIS_NN));
        return new Figures(
                runs.inputs().size(),
                others,
                runs.others(Rig.run(machines.single(), once, runs.inputs()).outputs()),
                cost(model.graph(), OWN.with(Objective.SPEED), Toolchain.cortexM4(), compiler, runs),
                cost(model.graph(), OWN.with(Kernels.CMSIS_NN), machines.board(), compiler, runs));
    }

    private static Cost cost(Graph graph, CSettings settings, Toolchain board, CortexM4 compiler, RandomRuns runs) {
        List<String> flags = board.compiler().subList(1, board.compiler().size());
        return new Cost(
                compiler.measure(NAME, CExport.of(graph, settings).files(), flags),
                Rig.run(board, model(graph, settings), runs.inputs()).meanTicks());
    }

    private static CModel model(Graph graph, CSettings settings) {
        CExport export = CExport.of(graph, settings);
        return new CModel(NAME, export.header(), export.source());
    }

    /** What each operator computes, not just the last one. */
    private static Graph withAllOutputs(Graph model) {
        Subgraph main = model.main();
        Ints outputs = Ints.of(main.operators().stream()
                .filter(operator -> operator.code().builtin() != BuiltinOperator.RESHAPE)
                .mapToInt(operator -> operator.outputs().get(0))
                .toArray());
        return model.withMain(main.with(main.tensors(), main.inputs(), outputs, main.operators()));
    }

    private static int others(List<byte[]> expected, List<byte[]> answers) {
        int others = 0;
        for (int run = 0; run < expected.size(); run++) {
            others += Arrays.equals(expected.get(run), answers.get(run)) ? 0 : 1;
        }
        return others;
    }

    private static void print(Path file, CExport export, Figures figures, PrintStream out) {
        out.printf(
                Locale.US,
                "| %s | %s | %d | %d of %d | %,.0f / %,.0f | %,d / %,d | %,d / %,d |%n",
                file.getFileName(),
                String.join(", ", export.cmsisNn()),
                figures.others(),
                figures.single(),
                figures.inputs(),
                figures.own().instructions(),
                figures.called().instructions(),
                figures.own().footprint().flash(),
                figures.called().footprint().flash(),
                figures.own().footprint().ram(),
                figures.called().footprint().ram());
    }
}
