// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.boards;

import io.espalier.lite.Buffer;
import io.espalier.lite.Graph;
import io.espalier.lite.Tensor;
import io.espalier.lite.micro.MicroException;
import io.espalier.lite.micro.MicroExport;
import io.espalier.lite.micro.MicroOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a model takes with TFLite Micro: its file lies in flash as it is, beside the interpreter and its kernels.
 *
 * @param refusals why it does not run; empty if it does
 * @param file bytes of the model's file
 * @param code bytes of the interpreter and the reference kernels, about
 * @param codeWithDsp the same with CMSIS-NN
 * @param arena bytes with the reference kernels, about
 * @param arenaWithDsp the same with CMSIS-NN, whose kernels need buffers of their own
 * @param variables bytes beside the arena, about
 * @param remarks what makes it slow
 */
record MicroNeeds(
        Graph graph,
        List<String> refusals,
        long file,
        long code,
        long codeWithDsp,
        long arena,
        long arenaWithDsp,
        long variables,
        List<String> remarks) {
    private static final String ID = "tflm";
    private static final String TITLE = "TFLite Micro";

    /** The most that was measured on a Cortex-M4. */
    private static final long STACK = 860;

    private static final String OPEN_BATCH = "its batch is open, and taken as the one of its shapes; --batch fixes it";

    MicroNeeds {
        refusals = List.copyOf(refusals);
        remarks = List.copyOf(remarks);
    }

    static MicroNeeds of(Graph given, long file) {
        Graph graph = ofOneExample(given);
        try {
            // The file's bytes are not looked at: nothing is asked that changes them.
            MicroExport export = MicroExport.of(TITLE, graph, Optional.of(Buffer.EMPTY), MicroOptions.DEFAULTS);
            return new MicroNeeds(
                    graph,
                    List.of(),
                    file,
                    export.flash().reference(),
                    export.flash().cmsisNn(),
                    export.arena().bytes(),
                    export.cmsisNnArena().bytes(),
                    export.otherRam(),
                    given.main().tensors().stream().noneMatch(MicroNeeds::isOpenBatch)
                            ? export.notes()
                            : Stream.concat(Stream.of(OPEN_BATCH), export.notes().stream())
                                    .toList());
        } catch (MicroException e) {
            return new MicroNeeds(graph, reasons(e), file, 0, 0, 0, 0, 0, List.of());
        }
    }

    /** An open batch becomes one example, if no other dimension is open. */
    private static Graph ofOneExample(Graph graph) {
        return graph.withSubgraphs(graph.subgraphs().stream()
                .map(subgraph -> subgraph.withTensors(subgraph.tensors().stream()
                        .map(MicroNeeds::ofOneExample)
                        .toList()))
                .toList());
    }

    private static Tensor ofOneExample(Tensor tensor) {
        return isOpenBatch(tensor) ? tensor.withDynamicShape(tensor.shape()) : tensor;
    }

    private static boolean isOpenBatch(Tensor tensor) {
        return tensor.dynamicShape().contains(-1)
                && tensor.dynamicShape().stream().skip(1).allMatch(size -> size >= 0);
    }

    /** What it says behind the name of the model. */
    private static List<String> reasons(MicroException e) {
        String text = e.getMessage();
        String start = "cannot run it. ";
        int behind = text.indexOf(start);
        return List.of(behind < 0 ? text : text.substring(behind + start.length()));
    }

    Way on(Board board, Workload work) {
        if (!refusals.isEmpty()) {
            return Way.refused(ID, TITLE, refusals);
        }
        long needed = board.dsp() ? arenaWithDsp : arena;
        Demand flash = new Demand(
                "flash",
                List.of(Demand.Part.exact("model", file), Demand.Part.about("code", board.dsp() ? codeWithDsp : code)),
                board.usableFlash().orElse(0));
        Demand ram = new Demand(
                "RAM",
                List.of(
                        Demand.Part.about("arena", needed),
                        Demand.Part.about("variables", variables),
                        Demand.Part.about("stack", STACK)),
                board.usableRam());
        List<Demand> demands = Way.withLargestArray(board, Demand.Part.about("arena", needed), flash, ram);
        if (board.accelerator().isEmpty()) {
            return new Way(ID, TITLE, List.of(), demands, RunEstimate.counted(board, work, ID), remarks);
        }
        Accelerator accelerator = board.accelerator().get();
        Offload offload = Offload.of(accelerator, graph);
        List<String> all = new ArrayList<>(remarks);
        all.add(offload.describe(accelerator));
        return new Way(
                ID,
                TITLE + " with " + accelerator.title(),
                List.of(),
                demands,
                RunEstimate.peak(accelerator, work, offload.runsAllMacs()),
                all);
    }
}
