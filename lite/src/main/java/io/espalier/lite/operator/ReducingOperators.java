// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.operator;

import static io.espalier.lite.operator.Operand.ACTIVATION;
import static io.espalier.lite.operator.Operand.PARAMETER;
import static io.espalier.lite.operator.OutputRole.PLAIN;
import static io.espalier.lite.operator.Row.row;
import static io.espalier.lite.operator.Row.rows;
import static io.espalier.lite.operator.ScaleConstraint.FREE;
import static io.espalier.lite.operator.ScaleConstraint.MEANS_OF_FIRST;
import static io.espalier.lite.operator.ScaleConstraint.SAME_AS_FIRST;
import static io.espalier.lite.schema.TensorType.FLOAT32;
import static io.espalier.lite.schema.TensorType.INT16;
import static io.espalier.lite.schema.TensorType.INT8;

import io.espalier.lite.schema.BuiltinOperator;
import java.util.List;

/** Operators that make one value of many: pooling, reductions, searches. */
final class ReducingOperators {
    static final List<OperatorSpec> ROWS = rows(
            row(BuiltinOperator.AVERAGE_POOL_2D)
                    .integers(2, 3, MEANS_OF_FIRST)
                    .micro(FLOAT32, INT8, INT16)
                    .gpu(),
            row(BuiltinOperator.MAX_POOL_2D)
                    .integers(2, 3, SAME_AS_FIRST)
                    .micro(FLOAT32, INT8, INT16)
                    .gpu(),
            row(BuiltinOperator.L2_POOL_2D).micro(FLOAT32),
            row(BuiltinOperator.MEAN)
                    .inputs(ACTIVATION, PARAMETER)
                    .integers(2, 3, FREE)
                    .micro(FLOAT32, INT8, INT16)
                    .gpuUnlessComputed(),
            row(BuiltinOperator.SUM)
                    .inputs(ACTIVATION, PARAMETER)
                    .int8(2, FREE)
                    .int16(1, SAME_AS_FIRST)
                    .micro(FLOAT32, INT8, INT16)
                    .gpuUnlessComputed(),
            row(BuiltinOperator.REDUCE_MAX)
                    .inputs(ACTIVATION, PARAMETER)
                    .integers(2, 3, SAME_AS_FIRST)
                    .micro(FLOAT32, INT8)
                    .gpuUnlessComputed(),
            row(BuiltinOperator.REDUCE_MIN)
                    .inputs(ACTIVATION, PARAMETER)
                    .integers(2, 3, SAME_AS_FIRST)
                    .micro(FLOAT32, INT8)
                    .gpuUnlessComputed(),
            row(BuiltinOperator.REDUCE_PROD)
                    .inputs(ACTIVATION, PARAMETER)
                    .integers(2, 2, FREE)
                    .gpuUnlessComputed(),
            row(BuiltinOperator.ARG_MAX)
                    .inputs(ACTIVATION, PARAMETER)
                    .outputs(PLAIN)
                    .int8(2, FREE)
                    .micro(FLOAT32, INT8),
            row(BuiltinOperator.ARG_MIN)
                    .inputs(ACTIVATION, PARAMETER)
                    .outputs(PLAIN)
                    .int8(2, FREE)
                    .micro(FLOAT32, INT8),
            row(BuiltinOperator.TOPK_V2)
                    .inputs(ACTIVATION, PARAMETER)
                    .outputs(OutputRole.ACTIVATION, PLAIN)
                    .integers(2, 3, SAME_AS_FIRST),
            row(BuiltinOperator.CUMSUM)
                    .inputs(ACTIVATION, PARAMETER)
                    .micro(FLOAT32, INT8)
                    .gpu());

    private ReducingOperators() {}
}
