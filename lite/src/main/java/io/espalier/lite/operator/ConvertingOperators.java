// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.operator;

import static io.espalier.lite.operator.OutputRole.PLAIN;
import static io.espalier.lite.operator.Row.row;
import static io.espalier.lite.operator.Row.rows;
import static io.espalier.lite.operator.ScaleConstraint.FREE;
import static io.espalier.lite.schema.TensorType.FLOAT32;
import static io.espalier.lite.schema.TensorType.INT16;
import static io.espalier.lite.schema.TensorType.INT8;
import static io.espalier.lite.schema.TensorType.UINT8;

import io.espalier.lite.schema.BuiltinOperator;
import java.util.List;

/** Operators that go from one type to another, and those that only tell a shape. */
final class ConvertingOperators {
    static final List<OperatorSpec> ROWS = rows(
            // The version depends on the type of the output.
            row(BuiltinOperator.QUANTIZE)
                    .integers(1, 2, FREE)
                    .micro(FLOAT32, INT8, INT16, UINT8)
                    .gpu()
                    .moves(Movement.CONVERTS),
            // The version depends on the type of the input.
            row(BuiltinOperator.DEQUANTIZE)
                    .outputs(PLAIN)
                    .integers(2, 3, FREE)
                    .micro(INT8, INT16, UINT8)
                    .gpu()
                    .moves(Movement.CONVERTS),
            row(BuiltinOperator.SHAPE).outputs(PLAIN).integers(1, 1, FREE).micro(FLOAT32, INT8, INT16));

    private ConvertingOperators() {}
}
