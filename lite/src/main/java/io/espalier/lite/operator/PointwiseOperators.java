// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.operator;

import static io.espalier.lite.operator.Operand.ACTIVATION;
import static io.espalier.lite.operator.Operand.PARAMETER;
import static io.espalier.lite.operator.OutputRole.PLAIN;
import static io.espalier.lite.operator.Row.row;
import static io.espalier.lite.operator.Row.rows;
import static io.espalier.lite.operator.Row.unary;
import static io.espalier.lite.operator.ScaleConstraint.FREE;
import static io.espalier.lite.operator.ScaleConstraint.SAME_AS_FIRST;
import static io.espalier.lite.schema.TensorType.FLOAT32;
import static io.espalier.lite.schema.TensorType.INT16;
import static io.espalier.lite.schema.TensorType.INT8;

import io.espalier.lite.operator.Condition.BroadcastsAboveRank;
import io.espalier.lite.operator.Condition.OptionIsNot;
import io.espalier.lite.operator.Condition.OptionIsSet;
import io.espalier.lite.operator.Condition.RankIsOutside;
import io.espalier.lite.operator.Condition.RescalesByOneOrMore;
import io.espalier.lite.operator.ScaleConstraint.Fixed;
import io.espalier.lite.schema.BuiltinOperator;
import java.util.List;

/** Operators that compute each element by itself, from one input or from two that broadcast; and softmax and its kin. */
final class PointwiseOperators {
    private static final Fixed ZERO_TO_ONE = new Fixed(1f / 256, -128);
    private static final Fixed MINUS_ONE_TO_ONE = new Fixed(1f / 128, 0);
    private static final Fixed UNIT_INT16 = new Fixed(1f / 32768, 0);

    private static final String EQUALITY_IS_LOST = "equal numbers differ once they are rounded to two scales";

    static final List<OperatorSpec> ROWS = rows(
            row(BuiltinOperator.ADD)
                    .inputs(ACTIVATION, ACTIVATION)
                    .integers(2, 1, FREE)
                    .int16Since(3, new OptionIsSet("pot_scale_int16"))
                    .micro(FLOAT32, INT8, INT16)
                    .gpu(),
            row(BuiltinOperator.SUB)
                    .inputs(ACTIVATION, ACTIVATION)
                    .integers(2, 1, FREE)
                    .since(3, new BroadcastsAboveRank(4))
                    .int16Since(5, new OptionIsSet("pot_scale_int16"))
                    .micro(FLOAT32, INT8, INT16)
                    .gpu(),
            row(BuiltinOperator.MUL)
                    .inputs(ACTIVATION, ACTIVATION)
                    .integers(2, 4, FREE)
                    .since(3, new RescalesByOneOrMore())
                    .micro(FLOAT32, INT8, INT16)
                    .gpu(),
            row(BuiltinOperator.DIV)
                    .inputs(ACTIVATION, ACTIVATION)
                    .since(2, new BroadcastsAboveRank(4))
                    .micro(FLOAT32)
                    .gpu(),
            row(BuiltinOperator.SQUARED_DIFFERENCE)
                    .inputs(ACTIVATION, ACTIVATION)
                    .int8(2, FREE)
                    .micro(FLOAT32, INT8)
                    .gpu(),
            selecting(BuiltinOperator.MAXIMUM),
            selecting(BuiltinOperator.MINIMUM),
            row(BuiltinOperator.ADD_N)
                    .inputs(ACTIVATION)
                    .repeatsLastInput()
                    .micro(FLOAT32, INT8)
                    .gpu(),
            unary(BuiltinOperator.RELU)
                    .integers(2, 3, FREE)
                    .micro(FLOAT32, INT8, INT16)
                    .gpu(),
            unary(BuiltinOperator.RELU6)
                    .integers(2, 3, FREE)
                    .micro(FLOAT32, INT8, INT16)
                    .gpu(),
            unary(BuiltinOperator.RELU_N1_TO_1).int8(1, FREE).gpu(),
            unary(BuiltinOperator.RELU_0_TO_1).int8(1, FREE),
            unary(BuiltinOperator.LEAKY_RELU)
                    .integers(1, 2, FREE)
                    .micro(FLOAT32, INT8, INT16)
                    .gpu(),
            row(BuiltinOperator.PRELU)
                    .inputs(ACTIVATION, ACTIVATION)
                    .int8(1, FREE)
                    .micro(FLOAT32, INT8)
                    .gpu(),
            unary(BuiltinOperator.ELU).int8(1, FREE).micro(FLOAT32, INT8).gpu(),
            unary(BuiltinOperator.GELU).int8(2, FREE).gpu(),
            unary(BuiltinOperator.HARD_SWISH).int8(1, FREE).micro(FLOAT32, INT8).gpu(),
            unary(BuiltinOperator.ABS)
                    .integers(2, 3, FREE)
                    .micro(FLOAT32, INT8, INT16)
                    .gpu(),
            unary(BuiltinOperator.EXP).integers(2, 2, FREE).micro(FLOAT32).gpu(),
            unary(BuiltinOperator.LOG).integers(2, 2, FREE).micro(FLOAT32).gpu(),
            unary(BuiltinOperator.RSQRT)
                    .integers(2, 3, FREE)
                    .micro(FLOAT32, INT8, INT16)
                    .gpu(),
            unary(BuiltinOperator.SQRT).micro(FLOAT32).gpu(),
            unary(BuiltinOperator.SQUARE).micro(FLOAT32).gpu(),
            unary(BuiltinOperator.NEG).micro(FLOAT32).gpu(),
            unary(BuiltinOperator.SIN).micro(FLOAT32).gpu(),
            unary(BuiltinOperator.COS).micro(FLOAT32).gpu(),
            unary(BuiltinOperator.FLOOR).micro(FLOAT32).gpu(),
            unary(BuiltinOperator.CEIL).micro(FLOAT32).gpu(),
            unary(BuiltinOperator.ROUND).micro(FLOAT32),
            unary(BuiltinOperator.LOGISTIC)
                    .int8(2, ZERO_TO_ONE)
                    .int16(3, UNIT_INT16)
                    .micro(FLOAT32, INT8, INT16)
                    .gpu(),
            unary(BuiltinOperator.TANH)
                    .int8(2, MINUS_ONE_TO_ONE)
                    .int16(3, UNIT_INT16)
                    .micro(FLOAT32, INT8, INT16)
                    .gpu(),
            row(BuiltinOperator.SOFTMAX)
                    .int8(2, ZERO_TO_ONE)
                    .int16(3, UNIT_INT16)
                    .micro(FLOAT32, INT8, INT16)
                    .gpuUnless("its beta is not 1", new OptionIsNot("beta", 1)),
            row(BuiltinOperator.LOG_SOFTMAX).int8(2, new Fixed(16f / 256, 127)).micro(FLOAT32, INT8),
            row(BuiltinOperator.L2_NORMALIZATION).int8(2, MINUS_ONE_TO_ONE).micro(FLOAT32, INT8),
            comparing(BuiltinOperator.EQUAL).faultyIntegers(EQUALITY_IS_LOST),
            comparing(BuiltinOperator.NOT_EQUAL).faultyIntegers(EQUALITY_IS_LOST),
            comparing(BuiltinOperator.GREATER).int8(2, FREE),
            comparing(BuiltinOperator.GREATER_EQUAL).int8(2, FREE),
            comparing(BuiltinOperator.LESS).int8(2, FREE),
            comparing(BuiltinOperator.LESS_EQUAL).int8(2, FREE),
            row(BuiltinOperator.SELECT)
                    .inputs(PARAMETER, ACTIVATION, ACTIVATION)
                    .integers(1, 1, new ScaleConstraint.SameAsInput(1))
                    .since(3, RankIsOutside.above(1, 4))
                    .gpu()
                    .moves(Movement.SELECTS),
            row(BuiltinOperator.SELECT_V2)
                    .inputs(PARAMETER, ACTIVATION, ACTIVATION)
                    .integers(1, 1, new ScaleConstraint.SameAsInput(1))
                    .micro(FLOAT32, INT8, INT16)
                    .gpu()
                    .moves(Movement.SELECTS));

    private PointwiseOperators() {}

    private static Row selecting(BuiltinOperator operator) {
        return row(operator)
                .inputs(ACTIVATION, ACTIVATION)
                .integers(2, 4, SAME_AS_FIRST)
                .since(3, new BroadcastsAboveRank(4))
                .micro(FLOAT32, INT8, INT16)
                .gpu();
    }

    private static Row comparing(BuiltinOperator operator) {
        return row(operator)
                .inputs(ACTIVATION, ACTIVATION)
                .outputs(PLAIN)
                .micro(FLOAT32, INT8)
                .gpu();
    }
}
