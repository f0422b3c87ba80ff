// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.boards;

import io.espalier.lite.Graph;
import io.espalier.lite.Operator;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.kernels.MultiplyAccumulates;
import io.espalier.lite.memory.BufferRequest;
import io.espalier.lite.memory.GreedyPlanner;
import io.espalier.lite.memory.Lifetime;
import io.espalier.lite.memory.Lifetimes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * About how many bytes of arena TFLite Micro takes: activations as its planner places them, and what stays, for operators and channels. The second part is fitted to
 * the MNIST lab, ResNet8 and VWW (TFLite Micro 90b983c, reference kernels); the sum is at most 2% above what was measured of these, never below.
 */
final class MicroArena {
    private static final int ALIGNMENT = 16;

    private MicroArena() {}

    static long bytes(Graph graph) {
        return activations(graph) + persistent(graph);
    }

    private static long activations(Graph graph) {
        List<Lifetimes> lifetimes = Lifetimes.of(graph);
        List<BufferRequest> requests = new ArrayList<>();
        for (int number = 0; number < lifetimes.size(); number++) {
            Subgraph subgraph = graph.subgraphs().get(number);
            for (int index = 0; index < subgraph.tensors().size(); index++) {
                Optional<Lifetime> lifetime = lifetimes.get(number).of(index);
                if (lifetime.isPresent()) {
                    Tensor tensor = subgraph.tensor(index);
                    requests.add(new BufferRequest(tensor.type().bytes(tensor.elements()), lifetime.get()));
                }
            }
        }
        return GreedyPlanner.plan(requests, ALIGNMENT).bytes();
    }

    /** For each channel of an operator with weights a multiplier and a shift, besides the operators themselves. */
    private static long persistent(Graph graph) {
        long bytes = 110;
        for (Subgraph subgraph : graph.subgraphs()) {
            for (Operator operator : subgraph.operators()) {
                bytes += 160;
                if (MultiplyAccumulates.of(subgraph, operator) > 0) {
                    Tensor output = subgraph.tensor(operator.outputs().get(0));
                    bytes += output.shape().isEmpty()
                            ? 0
                            : 8L * output.shape().get(output.shape().size() - 1);
                }
            }
        }
        return bytes;
    }
}
