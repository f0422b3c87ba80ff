// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.boards;

import io.espalier.lite.Graph;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** An accelerator for int8 beside a computer, which runs what the accelerator does not. */
record AcceleratorWay(Graph graph, long fileBytes) {
    Way on(Board board, Workload work) {
        Accelerator accelerator = board.accelerator().orElseThrow();
        Offload offload = Offload.of(accelerator, graph);
        String id = board.name();
        if (offload.taken() == 0 || offload.takenMacs() < offload.macs() / 2) {
            return Way.refused(
                    id,
                    accelerator.title(),
                    List.of(
                            offload.describe(accelerator),
                            "it takes whole integers only; use int8 with --strict --input-type int8 --output-type int8"));
        }
        List<String> remarks = new ArrayList<>(List.of(offload.describe(accelerator)));
        long weights = weights(graph.main());
        accelerator
                .weights()
                .ifPresent(room -> remarks.add(String.format(
                        Locale.US,
                        "%,d bytes of weights; the %s holds %,d%s",
                        weights,
                        accelerator.title(),
                        room,
                        weights <= room ? "" : ", and fetches the rest in each run")));
        return new Way(
                id,
                accelerator.title(),
                List.of(),
                List.of(new HostWay(graph, fileBytes).memory(board)),
                offload.runsAllMacs()
                        ? RunEstimate.published(board, work)
                        : RunEstimate.OrReason.none("some of the products are left to the processor"),
                remarks);
    }

    private static long weights(Subgraph main) {
        return main.tensors().stream()
                .filter(Tensor::isConstant)
                .mapToLong(tensor -> tensor.buffer().size())
                .sum();
    }
}
