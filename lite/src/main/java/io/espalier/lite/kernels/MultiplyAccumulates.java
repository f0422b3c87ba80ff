// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.kernels;

import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.Subgraph;
import io.espalier.lite.operator.Operand;
import io.espalier.lite.operator.OperatorSpec;
import io.espalier.lite.operator.OperatorTable;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.table.OptionsTable;

/**
 * How many multiplications with addition one run of an operator takes, for a batch as large as its shapes say (a dynamic size counts
 * as 1).
 *
 * <p>Counted are products with weights, and products of two matrices; everything else, padding and activations too, counts as none.
 */
public final class MultiplyAccumulates {
    private MultiplyAccumulates() {}

    /** Of all operators. */
    public static long of(Subgraph subgraph) {
        return subgraph.operators().stream()
                .mapToLong(operator -> of(subgraph, operator))
                .sum();
    }

    /** Of one operator of the subgraph. */
    public static long of(Subgraph subgraph, Operator operator) {
        if (operator.is(BuiltinOperator.BATCH_MATMUL)) {
            return ofMatrices(subgraph, operator);
        }
        return ofWeights(OperatorTable.of(operator), subgraph, operator);
    }

    private static long ofWeights(OperatorSpec row, Subgraph subgraph, Operator operator) {
        long total = 0;
        for (int position = 0; position < row.inputs().size(); position++) {
            if (row.inputs().get(position) instanceof Operand.Weight weight && operator.hasInput(position)) {
                Ints shape = subgraph.tensor(operator.inputs().get(position)).shape();
                if (shape.size() == weight.rank() && weight.rank() > 1) {
                    total += elements(shape) * usesOfEachWeight(row, subgraph, operator, shape);
                }
            }
        }
        return total;
    }

    /** At how many places each weight is multiplied with something. */
    private static long usesOfEachWeight(OperatorSpec row, Subgraph subgraph, Operator operator, Ints weights) {
        if (operator.outputs().isEmpty() || !operator.hasInput(0)) {
            return 0;
        }
        return switch (row.operator()) {
            case CONV_2D, DEPTHWISE_CONV_2D -> places(output(subgraph, operator));
            // The other way round: each place of the input is spread over the output.
            case TRANSPOSE_CONV -> operator.hasInput(2) ? places(input(subgraph, operator, 2)) : 0;
            case FULLY_CONNECTED -> weights.get(1) == 0 ? 0 : elements(input(subgraph, operator, 0)) / weights.get(1);
            // Nothing is multiplied where rows are looked up.
            case EMBEDDING_LOOKUP -> 0;
            default -> places(input(subgraph, operator, 0));
        };
    }

    private static long ofMatrices(Subgraph subgraph, Operator operator) {
        if (operator.outputs().isEmpty() || !operator.hasInput(0)) {
            return 0;
        }
        Ints left = input(subgraph, operator, 0);
        boolean isTransposed = operator.options().table() == OptionsTable.BATCH_MATMUL
                && operator.options().flag("adj_x");
        int shared = left.size() < 2 ? 0 : left.get(left.size() - (isTransposed ? 2 : 1));
        return elements(output(subgraph, operator)) * shared;
    }

    private static Ints input(Subgraph subgraph, Operator operator, int position) {
        return subgraph.tensor(operator.inputs().get(position)).shape();
    }

    private static Ints output(Subgraph subgraph, Operator operator) {
        return subgraph.tensor(operator.outputs().get(0)).shape();
    }

    /** Elements of one channel, over the whole batch. */
    private static long places(Ints shape) {
        return shape.isEmpty() || shape.get(shape.size() - 1) == 0 ? 0 : elements(shape) / shape.get(shape.size() - 1);
    }

    private static long elements(Ints shape) {
        return shape.stream().asLongStream().reduce(1, (left, right) -> left * right);
    }
}
