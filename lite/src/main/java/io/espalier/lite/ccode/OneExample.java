// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode;

import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.ccode.settings.CExportException;
import io.espalier.lite.rewrite.Stages;

/** A graph whose batch is open, for one example: then all shapes are known, and what the graph computes of them is constant. */
final class OneExample {
    private OneExample() {}

    /** @throws CExportException if an input leaves another dimension open than the batch */
    static Graph of(Graph graph) {
        for (int input : graph.main().inputs().toArray()) {
            requireFixed(graph.main().tensor(input));
        }
        Graph fixed = graph.withSubgraphs(
                graph.subgraphs().stream().map(OneExample::fixed).toList());
        return Stages.run(Stages.KNOWN_SHAPES, fixed);
    }

    private static Subgraph fixed(Subgraph subgraph) {
        return subgraph.withTensors(subgraph.tensors().stream()
                .map(tensor -> tensor.withDynamicShape(tensor.shape()))
                .toList());
    }

    private static void requireFixed(Tensor input) {
        Ints shape = input.dynamicShape();
        for (int axis = 1; axis < shape.size(); axis++) {
            if (shape.get(axis) < 0) {
                throw new CExportException("input '" + input.name() + "' leaves dimension " + axis
                        + " open; convert the model again with --input-shape");
            }
        }
    }
}
