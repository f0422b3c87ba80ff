// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.sparse;

import io.espalier.lite.Graph;
import io.espalier.lite.InvalidGraphException;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.file.GraphWriter;
import io.espalier.lite.version.MinimumRuntime;
import io.espalier.lite.version.OperatorVersions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

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
 * A direct form is faster where most is zero, but adds up in an order of its own: outputs may differ in the last bits. With DENSIFY
 * they are the same to the bit, and operators that XNNPACK runs stay with it.
 */
public final class SparseStorage {
    /** From this sparsity on it usually pays: below, indices take what zeros save. */
    public static final double USUAL_LEAST_SPARSITY = 0.5;

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
            throw new IllegalArgumentException("a sparsity is a share from 0 to 1, not " + share);
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
     *
     * @throws InvalidGraphException if the graph has more data than an array holds
     */
    public Graph apply(Graph graph) {
        Graph smallest = graph;
        int least = GraphWriter.toBytes(graph).length;
        for (int number = 0; number < graph.subgraphs().size(); number++) {
            for (int tensor = 0;
                    tensor < graph.subgraphs().get(number).tensors().size();
                    tensor++) {
                Optional<Graph> changed = store(smallest, number, tensor);
                OptionalInt size = changed.stream()
                        .mapToInt(candidate -> GraphWriter.toBytes(candidate).length)
                        .findFirst();
                if (changed.isPresent() && size.orElseThrow() < least) {
                    smallest = changed.get();
                    least = size.orElseThrow();
                }
            }
        }
        return smallest;
    }

    private Optional<Graph> store(Graph graph, int number, int tensor) {
        Subgraph subgraph = graph.subgraphs().get(number);
        Optional<WeightUses> uses = WeightUses.of(subgraph, tensor)
                .filter(found -> Elements.areSupported(subgraph.tensor(tensor).type()))
                .filter(found -> Elements.sparsity(subgraph.tensor(tensor)) >= leastSparsity)
                .filter(found -> Elements.sparsity(subgraph.tensor(tensor)) < 1);
        return uses.flatMap(found -> forms(found).stream()
                        .min(Comparator.comparingLong(Form::bytes))
                        .filter(form ->
                                form.bytes() < subgraph.tensor(tensor).buffer().size())
                        .map(form -> found.store(form.weights(), form.direct())))
                .map(stored -> {
                    List<Subgraph> subgraphs = new ArrayList<>(graph.subgraphs());
                    subgraphs.set(number, stored);
                    return MinimumRuntime.stamp(OperatorVersions.unify(graph.withSubgraphs(subgraphs)));
                });
    }

    /** One way to store some weights. */
    private record Form(Tensor weights, boolean direct) {
        long bytes() {
            return StoredBytes.of(weights) + (direct ? 0 : StoredBytes.OF_DENSIFY);
        }
    }

    private List<Form> forms(WeightUses uses) {
        Tensor weights = uses.weights();
        int rank = weights.shape().size();
        List<Form> forms = new ArrayList<>();
        for (SparseLayout layout : List.of(
                SparseLayout.rows(rank), SparseLayout.blocksInRows(rank, 4), SparseLayout.blocksInRows(rank, 16))) {
            if (layout.fits(weights.shape())) {
                Tensor sparse = SparseEncoder.encode(weights, layout);
                forms.add(new Form(sparse, directWhereTaken && uses.areDirect(layout)));
            }
        }
        return forms;
    }
}
