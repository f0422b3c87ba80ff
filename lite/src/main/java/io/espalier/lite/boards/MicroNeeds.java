// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.boards;

import io.espalier.lite.Graph;
import io.espalier.lite.micro.ArenaEstimate;
import io.espalier.lite.micro.FlashEstimate;
import io.espalier.lite.targets.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a model takes with TFLite Micro: its file lies in flash as it is, beside the interpreter and its kernels.
 *
 * @param refusals why it does not run; empty if it does
 * @param file bytes of the model's file
 * @param arena bytes with the reference kernels, about
 * @param remarks what makes it slow
 */
record MicroNeeds(Graph graph, List<String> refusals, long file, long arena, List<String> remarks) {
    private static final String ID = "tflm";
    private static final String TITLE = "TFLite Micro";

    /** Variables beside the arena, and the stack: the most that was measured on a Cortex-M4. */
    private static final long VARIABLES = 588;

    private static final long STACK = 860;

    MicroNeeds {
        refusals = List.copyOf(refusals);
        remarks = List.copyOf(remarks);
    }

    static MicroNeeds of(Graph graph, long file) {
        List<String> refusals = Refusals.of(Target.TFLITE_MICRO, graph);
        if (!refusals.isEmpty()) {
            return new MicroNeeds(graph, refusals, file, 0, List.of());
        }
        return new MicroNeeds(
                graph, refusals, file, ArenaEstimate.of(graph).bytes(), Refusals.slow(Target.TFLITE_MICRO, graph));
    }

    private long code(Board board) {
        FlashEstimate flash = FlashEstimate.of(graph, file);
        return board.dsp() ? flash.cmsisNn() : flash.reference();
    }

    Way on(Board board, Workload work) {
        if (!refusals.isEmpty()) {
            return Way.refused(ID, TITLE, refusals);
        }
        Demand flash = new Demand(
                "flash",
                List.of(Demand.Part.exact("model", file), Demand.Part.about("code", code(board))),
                board.usableFlash().orElse(0));
        // Boards with DSP instructions run CMSIS-NN, whose kernels need buffers of their own.
        long needed = board.dsp() ? ArenaEstimate.withCmsisNn(graph).bytes() : arena;
        Demand ram = new Demand(
                "RAM",
                List.of(
                        Demand.Part.about("arena", needed),
                        Demand.Part.about("variables", VARIABLES),
                        Demand.Part.about("stack", STACK)),
                board.usableRam());
        List<String> all = new ArrayList<>(remarks);
        Optional<Accelerator> accelerator = board.accelerator();
        if (accelerator.isEmpty()) {
            return new Way(
                    ID,
                    TITLE,
                    List.of(),
                    Way.withLargestArray(board, needed, flash, ram),
                    RunEstimate.micro(board, work),
                    all);
        }
        Offload offload = Offload.of(accelerator.get(), graph);
        all.add(offload.describe(accelerator.get()));
        return new Way(
                ID,
                TITLE + " with " + accelerator.get().title(),
                List.of(),
                Way.withLargestArray(board, needed, flash, ram),
                RunEstimate.peak(accelerator.get(), work, offload.runsAllMacs()),
                all);
    }
}
