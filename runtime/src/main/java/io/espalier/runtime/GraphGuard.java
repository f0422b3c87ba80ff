// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime;

import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.InvalidGraphException;
import io.espalier.lite.Operator;
import io.espalier.lite.Subgraph;
import io.espalier.lite.file.GraphReader;
import io.espalier.lite.file.LiteFormatException;
import io.espalier.lite.verify.GraphVerifier;
import java.nio.ByteBuffer;
import java.util.BitSet;

/**
 * Looks at a model before native code does. The runtime checks that a file is a FlatBuffer, but believes what it says: a constant that
 * is shorter than its shape, or an operator that reads what nobody made, ends the virtual machine.
 */
record GraphGuard(Graph graph) {
    /**
     * What is in the file, if it is sound.
     *
     * @throws InterpreterException if it is not
     */
    static GraphGuard look(String name, ByteBuffer file) {
        try {
            Graph graph = GraphReader.read(file.duplicate());
            GraphVerifier.verify(graph);
            return new GraphGuard(graph);
        } catch (LiteFormatException | InvalidGraphException e) {
            throw new InterpreterException(name + ": is damaged, and could end the process: " + e.getMessage(), e);
        }
    }

    /** Whether XNNPACK takes the graph: version 2.20 reads beyond its own tables where nobody uses what an operator puts out. */
    boolean isSafeForXnnpack() {
        return graph.subgraphs().stream().noneMatch(GraphGuard::hasUnusedOperator);
    }

    private static boolean hasUnusedOperator(Subgraph subgraph) {
        BitSet used = new BitSet();
        mark(used, subgraph.outputs());
        for (Operator operator : subgraph.operators()) {
            mark(used, operator.inputs());
        }
        return subgraph.operators().stream()
                .anyMatch(operator -> operator.outputs().stream().noneMatch(output -> output >= 0 && used.get(output)));
    }

    private static void mark(BitSet used, Ints tensors) {
        tensors.stream().filter(tensor -> tensor >= 0).forEach(used::set);
    }
}
