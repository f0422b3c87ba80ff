// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.operator;

import io.espalier.lite.Operator;
import io.espalier.lite.schema.BuiltinOperator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

/** All rows, one for each builtin operator of the schema. */
public final class OperatorTable {
    private static final Map<BuiltinOperator, OperatorSpec> BY_OPERATOR = new EnumMap<>(BuiltinOperator.class);

    static {
        add(WeightedOperators.ROWS);
        add(RecurrentOperators.ROWS);
        add(PointwiseOperators.ROWS);
        add(ReducingOperators.ROWS);
        add(MovingOperators.ROWS);
        add(ConvertingOperators.ROWS);
        add(OtherOperators.ROWS);
        add(OtherOperators.PLAIN);
    }

    private OperatorTable() {}

    private static void add(List<OperatorSpec> rows) {
        for (OperatorSpec row : rows) {
            if (BY_OPERATOR.put(row.operator(), row) != null) {
                throw new IllegalStateException(row.operator() + " has two rows in the operator table");
            }
        }
    }

    /** The row of a builtin operator. */
    public static OperatorSpec of(BuiltinOperator operator) {
        return Objects.requireNonNull(BY_OPERATOR.get(operator));
    }

    /** The row of an operator of a graph. */
    public static OperatorSpec of(Operator operator) {
        return of(operator.code().builtin());
    }

    /** The operators whose rows meet a condition. */
    public static Set<BuiltinOperator> where(Predicate<OperatorSpec> condition) {
        Set<BuiltinOperator> found = EnumSet.noneOf(BuiltinOperator.class);
        for (OperatorSpec row : BY_OPERATOR.values()) {
            if (condition.test(row)) {
                found.add(row.operator());
            }
        }
        return found;
    }

    /** Every row, in the order of the operators' codes. */
    public static List<OperatorSpec> rows() {
        return List.copyOf(BY_OPERATOR.values());
    }
}
