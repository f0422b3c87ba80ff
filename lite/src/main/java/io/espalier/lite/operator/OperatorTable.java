// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.operator;

import io.espalier.lite.schema.BuiltinOperator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** All rows: the operators that Google's converter quantizes, and those that stand between quantized and float ones. */
public final class OperatorTable {
    private static final List<OperatorSpec> ROWS = Stream.of(
                    WeightedOperators.ROWS,
                    RecurrentOperators.ROWS,
                    PointwiseOperators.ROWS,
                    ReducingOperators.ROWS,
                    MovingOperators.ROWS,
                    ConvertingOperators.ROWS)
            .flatMap(List::stream)
            .toList();

    private static final Map<BuiltinOperator, OperatorSpec> BY_OPERATOR = new EnumMap<>(BuiltinOperator.class);

    static {
        for (OperatorSpec row : ROWS) {
            if (BY_OPERATOR.put(row.operator(), row) != null) {
                throw new IllegalStateException(row.operator() + " has two rows in the operator table");
            }
        }
    }

    private OperatorTable() {}

    /** The operator's row; empty for one that the table does not know. */
    public static Optional<OperatorSpec> of(BuiltinOperator operator) {
        return Optional.ofNullable(BY_OPERATOR.get(operator));
    }

    /** Every row. */
    public static List<OperatorSpec> rows() {
        return ROWS;
    }
}
