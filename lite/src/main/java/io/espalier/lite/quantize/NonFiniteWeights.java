// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize;

import io.espalier.lite.Graph;
import io.espalier.lite.Operator;
import io.espalier.lite.QuantizationException;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.operator.Operand;
import io.espalier.lite.operator.OperatorSpec;
import io.espalier.lite.operator.OperatorTable;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import java.nio.FloatBuffer;
import java.util.Optional;

/**
 * Refuses graphs whose weights or biases are NaN or infinite. Other constants may be: minus infinity is a common mask, and some operators
 * compare with NaN.
 */
final class NonFiniteWeights {
    private static final int BLOCK = 4096;

    private NonFiniteWeights() {}

    /** @throws QuantizationException if a weight is NaN or infinite; the message names its tensor and operator */
    static void refuse(Graph graph) {
        Optional<String> found = find(graph);
        if (found.isPresent()) {
            throw new QuantizationException(found.get());
        }
    }

    /** The first weight that is NaN or infinite, in a sentence that names its tensor and operator. */
    static Optional<String> find(Graph graph) {
        for (Subgraph subgraph : graph.subgraphs()) {
            for (Operator operator : subgraph.operators()) {
                for (int position = 0; position < operator.inputs().size(); position++) {
                    Optional<String> found =
                            operator.hasInput(position) ? find(subgraph, operator, position) : Optional.empty();
                    if (found.isPresent()) {
                        return found;
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> find(Subgraph subgraph, Operator operator, int position) {
        Tensor tensor = subgraph.tensor(operator.inputs().get(position));
        if (tensor.type() != TensorType.FLOAT32
                || tensor.buffer().isEmpty()
                || tensor.sparsity().isPresent()) {
            return Optional.empty();
        }
        boolean learned = isLearned(operator, position);
        if (!learned && !isArithmetic(operator)) {
            return Optional.empty();
        }
        FloatBuffer values = tensor.buffer().asFloats();
        // In blocks: one by one, a buffer gives them several times as slowly.
        float[] block = new float[Math.min(BLOCK, values.limit())];
        for (int start = 0; start < values.limit(); start += block.length) {
            int length = Math.min(block.length, values.limit() - start);
            values.get(start, block, 0, length);
            for (int i = 0; i < length; i++) {
                float value = block[i];
                if (Float.isNaN(value) || (learned && Float.isInfinite(value))) {
                    return Optional.of("weights '" + tensor.name() + "' of "
                            + operator.code().name() + " '"
                            + subgraph.tensor(operator.outputs().get(0)).name() + "' hold " + value + " at element "
                            + (start + i) + "; the training has diverged, or the file is damaged");
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isLearned(Operator operator, int position) {
        OperatorSpec row = OperatorTable.of(operator);
        return row.input(position)
                        .filter(operand -> operand instanceof Operand.Weight || operand instanceof Operand.Bias)
                        .isPresent()
                || row.storedWeights().stream().anyMatch(weight -> weight.position() == position);
    }

    // A normalization that was not fused keeps its weights in these.
    private static boolean isArithmetic(Operator operator) {
        return operator.is(BuiltinOperator.ADD)
                || operator.is(BuiltinOperator.SUB)
                || operator.is(BuiltinOperator.MUL)
                || operator.is(BuiltinOperator.DIV);
    }
}
