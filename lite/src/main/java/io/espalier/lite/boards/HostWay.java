// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.boards;

import io.espalier.lite.Graph;
import io.espalier.lite.Subgraph;
import io.espalier.lite.memory.BufferRequest;
import io.espalier.lite.memory.GreedyPlanner;
import io.espalier.lite.memory.Lifetimes;
import java.util.List;
import java.util.stream.IntStream;

/** Whole runtimes, on computers and in browsers: memory for the file and for activations. */
record HostWay(Graph graph, long fileBytes) {
    /** What TFLite aligns tensors to. */
    private static final int ALIGNMENT = 64;

    Way on(Board board, Workload work) {
        String id = board.runtime().id();
        String title = board.runtime().title();
        List<String> refusals = Refusals.of(board.runtime(), graph);
        if (!refusals.isEmpty()) {
            return Way.refused(id, title, refusals);
        }
        return new Way(
                id,
                title,
                refusals,
                List.of(memory(board)),
                RunEstimate.published(board, work),
                Refusals.slow(board.runtime(), graph));
    }

    /** The memory that the board has for all programs: nobody knows what others leave of it. */
    Demand memory(Board board) {
        return new Demand(
                "RAM",
                List.of(
                        Demand.Part.exact("model", fileBytes),
                        Demand.Part.about("activations", activations(graph.main()))),
                board.usableRam());
    }

    private static long activations(Subgraph main) {
        Lifetimes lifetimes = Lifetimes.of(main);
        List<BufferRequest> requests = IntStream.range(0, main.tensors().size())
                .filter(tensor -> lifetimes.of(tensor).isPresent())
                .mapToObj(tensor -> new BufferRequest(
                        main.tensor(tensor).type().bytes(main.tensor(tensor).elements()),
                        lifetimes.of(tensor).orElseThrow()))
                .toList();
        return GreedyPlanner.plan(requests, ALIGNMENT).bytes();
    }
}
