// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime;

import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.InvalidGraphException;
import io.espalier.lite.Operator;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.file.GraphReader;
import io.espalier.lite.file.LiteFormatException;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.OptionsTable;
import io.espalier.lite.schema.TensorType;
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

    /**
     * Whether XNNPACK takes the graph. Version 2.20 reads beyond its own tables where nobody uses what an operator puts out, beyond
     * the end of int8 weights that are stored sparse for an operator of float activations, as it takes them for dense, and before
     * the first of the dimensions that are to be kept where there are none.
     */
    boolean isSafeForXnnpack() {
        return graph.subgraphs().stream()
                .noneMatch(subgraph -> hasUnusedOperator(subgraph)
                        || hasSparseHybridOperator(subgraph)
                        || keepsDimensionsOfScalar(subgraph));
    }

    private static boolean keepsDimensionsOfScalar(Subgraph subgraph) {
        return subgraph.operators().stream()
                .filter(operator -> operator.is(BuiltinOperator.FULLY_CONNECTED)
                        && operator.hasInput(0)
                        && operator.options().table() == OptionsTable.FULLY_CONNECTED
                        && operator.options().flag("keep_num_dims"))
                .anyMatch(operator ->
                        subgraph.tensor(operator.inputs().get(0)).shape().isEmpty());
    }

    private static boolean hasSparseHybridOperator(Subgraph subgraph) {
        return subgraph.operators().stream()
                .filter(operator -> operator.is(BuiltinOperator.FULLY_CONNECTED) && operator.hasInput(1))
                .anyMatch(operator ->
                        isSparseInt8(subgraph.tensor(operator.inputs().get(1)))
                                && subgraph.tensor(operator.inputs().get(0)).type() == TensorType.FLOAT32);
    }

    private static boolean isSparseInt8(Tensor weights) {
        return weights.type() == TensorType.INT8 && weights.sparsity().isPresent();
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
