// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.micro;

import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.memory.BufferRequest;
import io.espalier.lite.memory.GreedyPlanner;
import io.espalier.lite.memory.Lifetime;
import io.espalier.lite.memory.Lifetimes;
import io.espalier.lite.micro.decode.StoredWeights;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The arena that TFLite Micro's interpreter needs for a graph, on a processor of 32 bits with the reference kernels: what {@code arena_used_bytes} says.
 *
 * <p>Activations and scratch buffers are planned as its {@code GreedyMemoryPlanner} plans them. What lasts is allocated in its order, from the sizes of its
 * structures: an estimate.
 *
 * @param planned bytes of activations and scratch buffers
 * @param scratch of these, the most that one operator needs besides activations
 * @param persistent bytes that last: tensors, operators, data of kernels, variables
 */
public record ArenaEstimate(long planned, long scratch, long persistent) {
    /** MicroArenaBufferAlignment. */
    static final int ALIGNMENT = 16;

    private static final int WORD = 4;

    /** SingleArenaBufferAllocator, GreedyMemoryPlanner, MicroAllocator, MicroBuiltinDataAllocator. */
    private static final int[] BASE = {40, 44, 36, 8};

    private static final int SUBGRAPH = 8;
    private static final int EVALUATED_TENSOR = 12;
    private static final int NODE = 32;
    private static final int TENSOR = 32;
    private static final int QUANTIZATION = 12;
    private static final int ENCODED_TENSOR = 16;

    /** What the planner needs for each buffer while it plans, in memory that activations take later. */
    private static final int PLANNED_BUFFER = 24 + 40;

    private static final int TENSOR_WHILE_PLANNING = 24;
    private static final int SCRATCH_REQUESTS = 12 * 12;

    /** Everything together. */
    public long bytes() {
        return planned + persistent;
    }

    /** The estimate of a graph with the reference kernels; open sizes are 1. */
    public static ArenaEstimate of(Graph graph) {
        return of(graph, List.of(), false);
    }

    /** The same with CMSIS-NN on a Cortex-M with DSP instructions. Not measured. */
    public static ArenaEstimate withCmsisNn(Graph graph) {
        return of(graph, List.of(), true);
    }

    /**
     * The estimate of a graph.
     *
     * @param cmsisNn whether kernels with CMSIS-NN are meant
     * @param encoded weights of the main subgraph that kernels decode by themselves, into scratch buffers
     */
    static ArenaEstimate of(Graph graph, List<StoredWeights> encoded, boolean cmsisNn) {
        List<Lifetimes> lifetimes = Lifetimes.of(graph);
        List<BufferRequest> requests = new ArrayList<>();
        List<BufferRequest> scratch = new ArrayList<>();
        long untouched = 0;
        for (int number = 0; number < graph.subgraphs().size(); number++) {
            Subgraph subgraph = graph.subgraphs().get(number);
            for (int index = 0; index < subgraph.tensors().size(); index++) {
                Tensor tensor = subgraph.tensor(index);
                long bytes = tensor.type().bytes(tensor.elements());
                if (!tensor.isConstant() && !tensor.isVariable() && bytes > 0) {
                    Optional<Lifetime> lifetime = lifetimes.get(number).of(index);
                    lifetime.ifPresent(known -> requests.add(new BufferRequest(bytes, known)));
                    untouched += lifetime.isPresent() ? 0 : GreedyPlanner.roundedUp(bytes, ALIGNMENT);
                }
            }
            for (int index = 0; index < subgraph.operators().size(); index++) {
                Lifetime step = Lifetime.during(lifetimes.get(number).step(index));
                for (long bytes : memory(subgraph, subgraph.operators().get(index), cmsisNn)
                        .scratch()) {
                    scratch.add(new BufferRequest(bytes, step));
                }
                if (number == 0) {
                    Ints inputs = subgraph.operators().get(index).inputs();
                    encoded.stream()
                            .filter(weights -> inputs.contains(weights.tensor()))
                            .forEach(weights -> scratch.add(new BufferRequest(weights.plainBytes(), step)));
                }
            }
        }
        requests.addAll(scratch);
        long planned =
                Math.max(untouched, GreedyPlanner.plan(requests, ALIGNMENT).bytes());
        long whilePlanning = (long) PLANNED_BUFFER * requests.size()
                + (long) TENSOR_WHILE_PLANNING * constants(graph)
                + SCRATCH_REQUESTS;
        return new ArenaEstimate(
                Math.max(planned, GreedyPlanner.roundedUp(whilePlanning, ALIGNMENT)),
                most(scratch),
                persistent(graph, scratch.size(), encoded, cmsisNn));
    }

    private static long constants(Graph graph) {
        return graph.subgraphs().stream()
                .flatMap(subgraph -> subgraph.tensors().stream())
                .filter(Tensor::isConstant)
                .count();
    }

    private static long most(List<BufferRequest> scratch) {
        return scratch.stream()
                .mapToLong(one -> scratch.stream()
                        .filter(other -> other.lifetime().overlaps(one.lifetime()))
                        .mapToLong(BufferRequest::bytes)
                        .sum())
                .max()
                .orElse(0);
    }

    private static KernelMemory memory(Subgraph subgraph, Operator operator, boolean cmsisNn) {
        KernelMemory reference = KernelMemory.of(subgraph, operator);
        return cmsisNn ? CmsisNnMemory.of(subgraph, operator, reference) : reference;
    }

    private static long persistent(Graph graph, int scratchBuffers, List<StoredWeights> encoded, boolean cmsisNn) {
        Tail tail = new Tail();
        for (int size : BASE) {
            tail.add(size, WORD);
        }
        tail.add(
                (long) (encoded.isEmpty() ? SUBGRAPH : SUBGRAPH + WORD)
                        * graph.subgraphs().size(),
                WORD);
        if (!encoded.isEmpty()) {
            tail.add(
                    (long) ENCODED_TENSOR * encoded.size()
                            + (long) WORD * graph.main().tensors().size(),
                    WORD);
        }
        graph.subgraphs()
                .forEach(subgraph ->
                        tail.add((long) EVALUATED_TENSOR * subgraph.tensors().size(), WORD));
        graph.subgraphs()
                .forEach(subgraph -> tail.add((long) NODE * subgraph.operators().size(), WORD));
        for (Subgraph subgraph : graph.subgraphs()) {
            for (Operator operator : subgraph.operators()) {
                int options = KernelMemory.of(subgraph, operator).options();
                tail.add(options, options < WORD ? 1 : WORD);
            }
        }
        for (Subgraph subgraph : graph.subgraphs()) {
            for (Operator operator : subgraph.operators()) {
                memory(subgraph, operator, cmsisNn).init().forEach(size -> tail.add(size, ALIGNMENT));
            }
        }
        for (Subgraph subgraph : graph.subgraphs()) {
            for (Operator operator : subgraph.operators()) {
                KernelMemory.of(subgraph, operator).prepare().forEach(size -> tail.add(size, ALIGNMENT));
            }
        }
        tail.add((long) WORD * scratchBuffers, WORD);
        for (Subgraph subgraph : graph.subgraphs()) {
            subgraph.tensors().stream()
                    .filter(Tensor::isVariable)
                    .forEach(tensor -> tail.add(tensor.type().bytes(tensor.elements()), ALIGNMENT));
        }
        boundary(graph, graph.main().inputs().toArray(), tail);
        boundary(graph, graph.main().outputs().toArray(), tail);
        return tail.bytes;
    }

    /** The list of the inputs or outputs, and what an application may ask of each. */
    private static void boundary(Graph graph, int[] tensors, Tail tail) {
        tail.add((long) WORD * tensors.length, ALIGNMENT);
        for (int index : tensors) {
            int scales = graph.main().tensor(index).quantization().scales().size();
            tail.add(TENSOR, WORD);
            if (scales > 0) {
                tail.add(QUANTIZATION, WORD);
                tail.add(WORD + (long) WORD * scales, WORD);
            }
        }
    }

    /** The end of the arena, which grows down. */
    private static final class Tail {
        private long bytes;

        void add(long size, int alignment) {
            if (size > 0) {
                bytes = GreedyPlanner.roundedUp(bytes + size, alignment);
            }
        }
    }
}
