// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.sparse;

import io.espalier.lite.Graph;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.file.GraphWriter;
import io.espalier.lite.version.MinimumRuntime;
import io.espalier.lite.version.OperatorVersions;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Stores weights that are mostly zero sparse, where the file gets smaller by it.
 *
 * <p>A fully connected operator takes some forms as they are:
 *
 * <pre>
 *   x    w (dense)               x    w (sparse)
 *    \   /                        \   /
 *   FULLY_CONNECTED              FULLY_CONNECTED
 * </pre>
 *
 * All else gets its weights unpacked once, when the model is loaded:
 *
 * <pre>
 *                                    w (sparse)
 *   x    w (dense)                       |
 *    \   /                        x   DENSIFY
 *   CONV_2D                        \   /
 *                                 CONV_2D
 * </pre>
 *
 * Weights in int8 beside float activations, those of dynamic range, stay dense: XNNPACK does not take them in either form.
 *
 * <p>A direct form is faster where most is zero, but adds up in an order of its own: outputs may differ in the last bits. With DENSIFY
 * they are the same to the bit, and operators that XNNPACK runs stay with it.
 */
public final class SparseStorage {
    /** From this sparsity on it usually pays: below, indices take what zeros save. */
    public static final double USUAL_LEAST_SPARSITY = 0.5;

    private static final List<Integer> BLOCK_SIZES = List.of(1, 4, 16);

    /** A DENSIFY operator and the tensor that it makes. */
    private static final long ROUGH_BYTES_OF_DENSIFY = 120;

    private final double leastSparsity;
    private final boolean directWhereTaken;

    private SparseStorage(double leastSparsity, boolean directWhereTaken) {
        this.leastSparsity = leastSparsity;
        this.directWhereTaken = directWhereTaken;
    }

    /**
     * @param share of zeros that weights must have, from 0 to 1
     */
    public static SparseStorage atLeast(double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("the sparsity must be from 0 to 1, not " + share);
        }
        return new SparseStorage(share, true);
    }

    /** Unpacks weights everywhere, for outputs that are the same to the bit. */
    public SparseStorage densifyEverywhere() {
        return new SparseStorage(leastSparsity, false);
    }

    /**
     * The graph with weights stored sparse wherever the file that {@link GraphWriter} writes gets smaller by it; the same graph where
     * none does. Tensors keep their indices; the values unpacked come after them.
     */
    public Graph apply(Graph graph) {
        List<Map<Integer, SparseEncoding>> forms = forms(graph);
        if (forms.stream().allMatch(Map::isEmpty)) {
            return graph;
        }
        List<Subgraph> subgraphs = new ArrayList<>();
        for (int number = 0; number < forms.size(); number++) {
            subgraphs.add(StoreSparse.apply(graph.subgraphs().get(number), forms.get(number)));
        }
        Graph sparse = MinimumRuntime.stamp(OperatorVersions.unify(graph.withSubgraphs(subgraphs)));
        // Each form pays by itself; but data around it may need more padding, and the graph more metadata.
        return GraphWriter.size(sparse) < GraphWriter.size(graph) ? sparse : graph;
    }

    /** For each subgraph the forms of its constants, by tensor. */
    private List<Map<Integer, SparseEncoding>> forms(Graph graph) {
        List<Map<Integer, SparseEncoding>> forms = new ArrayList<>();
        graph.subgraphs().forEach(subgraph -> forms.add(new HashMap<>()));
        for (SharedWeights shared : SharedWeights.in(graph)) {
            List<SparseEncoding> smallest = smallest(shared);
            for (int number = 0; number < smallest.size(); number++) {
                WeightUses uses = shared.uses().get(number);
                forms.get(uses.subgraphNumber()).put(uses.tensor(), smallest.get(number));
            }
        }
        return forms;
    }

    /** One form for each of the constants; none where they had better stay dense. */
    private List<SparseEncoding> smallest(SharedWeights shared) {
        Tensor weights = shared.weights();
        BitSet nonZero = Elements.nonZero(weights);
        double sparsity = 1 - (double) nonZero.cardinality() / weights.elements();
        // Without any value stored it would have no bytes, and be no constant.
        if (sparsity < leastSparsity || nonZero.isEmpty()) {
            return List.of();
        }
        int denseBytes = weights.buffer().size();
        return BLOCK_SIZES.stream()
                .filter(size -> weights.shape().get(weights.shape().size() - 1) % size == 0)
                .map(size -> candidate(shared, nonZero, size))
                .min(Comparator.comparingLong(Candidate::roughBytes))
                .filter(candidate -> candidate.roughBytes() < denseBytes)
                .map(candidate -> forms(shared, candidate.layout()))
                .filter(forms -> SparseEncoding.fileBytes(forms) < denseBytes)
                .orElse(List.of());
    }

    /** A way to store some weights, and about how many bytes of a file it takes. */
    private record Candidate(SparseLayout layout, long roughBytes) {}

    private Candidate candidate(SharedWeights shared, BitSet nonZero, int blockSize) {
        Tensor weights = shared.weights();
        int rank = weights.shape().size();
        SparseLayout layout = blockSize == 1 ? SparseLayout.rows(rank) : SparseLayout.blocksInRows(rank, blockSize);
        long unpackings =
                shared.uses().stream().filter(uses -> !isDirect(uses, layout)).count();
        long bytes = NonZeroBlocks.count(nonZero, weights.shape(), blockSize).bytes(Elements.width(weights));
        return new Candidate(layout, bytes + unpackings * ROUGH_BYTES_OF_DENSIFY);
    }

    private List<SparseEncoding> forms(SharedWeights shared, SparseLayout layout) {
        Tensor encoded = SparseEncoder.encode(shared.weights(), layout);
        return shared.uses().stream()
                .map(uses -> new SparseEncoding(
                        uses.weights()
                                .withBuffer(encoded.buffer())
                                .withSparsity(encoded.sparsity().orElseThrow()),
                        isDirect(uses, layout)))
                .toList();
    }

    private boolean isDirect(WeightUses uses, SparseLayout layout) {
        return directWhereTaken && uses.areDirect(layout);
    }
}
