// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.operator;

import static io.espalier.lite.operator.ActivationType.FLOAT32;
import static io.espalier.lite.operator.ActivationType.INT16;
import static io.espalier.lite.operator.ActivationType.INT8;
import static io.espalier.lite.operator.Operand.ACTIVATION;
import static io.espalier.lite.operator.Operand.PARAMETER;
import static io.espalier.lite.operator.OutputRole.PLAIN;
import static io.espalier.lite.operator.Row.row;
import static io.espalier.lite.operator.ScaleConstraint.FREE;
import static io.espalier.lite.operator.ScaleConstraint.SAME_AS_FIRST;

import io.espalier.lite.operator.ScaleConstraint.Fixed;
import io.espalier.lite.operator.VersionRule.BroadcastsAboveRank;
import io.espalier.lite.operator.VersionRule.OptionIsSet;
import io.espalier.lite.operator.VersionRule.RescalesByOneOrMore;
import io.espalier.lite.schema.BuiltinOperator;
import java.util.List;
import java.util.stream.Stream;

/** Operators that compute each element by itself, from one input or from two that broadcast; and softmax and its kin. */
final class PointwiseOperators {
    private static final Fixed ZERO_TO_ONE = new Fixed(1f / 256, -128);
    private static final Fixed MINUS_ONE_TO_ONE = new Fixed(1f / 128, 0);
    private static final Fixed UNIT_INT16 = new Fixed(1f / 32768, 0);

    static final List<OperatorSpec> ROWS = Stream.of(
                    row(BuiltinOperator.ADD)
                            .inputs(ACTIVATION, ACTIVATION)
                            .int8(2, FREE)
                            .int16(1, FREE)
                            .int16Since(3, new OptionIsSet("pot_scale_int16"))
                            .micro(FLOAT32, INT8, INT16),
                    row(BuiltinOperator.SUB)
                            .inputs(ACTIVATION, ACTIVATION)
                            .int8(2, FREE)
                            .int16(1, FREE)
                            .since(3, new BroadcastsAboveRank(4))
                            .int16Since(5, new OptionIsSet("pot_scale_int16"))
                            .micro(FLOAT32, INT8, INT16),
                    row(BuiltinOperator.MUL)
                            .inputs(ACTIVATION, ACTIVATION)
                            .int8(2, FREE)
                            .int16(4, FREE)
                            .since(3, new RescalesByOneOrMore())
                            .micro(FLOAT32, INT8, INT16),
                    row(BuiltinOperator.DIV)
                            .inputs(ACTIVATION, ACTIVATION)
                            .since(2, new BroadcastsAboveRank(4))
                            .micro(FLOAT32),
                    row(BuiltinOperator.SQUARED_DIFFERENCE)
                            .inputs(ACTIVATION, ACTIVATION)
                            .int8(2, FREE)
                            .micro(FLOAT32, INT8),
                    selecting(BuiltinOperator.MAXIMUM),
                    selecting(BuiltinOperator.MINIMUM),
                    row(BuiltinOperator.ADD_N)
                            .inputs(ACTIVATION)
                            .repeatsLastInput()
                            .micro(FLOAT32, INT8),
                    row(BuiltinOperator.RELU).int8(2, FREE).int16(3, FREE).micro(FLOAT32, INT8, INT16),
                    row(BuiltinOperator.RELU6).int8(2, FREE).int16(3, FREE).micro(FLOAT32, INT8, INT16),
                    row(BuiltinOperator.RELU_N1_TO_1).int8(1, FREE),
                    row(BuiltinOperator.RELU_0_TO_1).int8(1, FREE),
                    row(BuiltinOperator.LEAKY_RELU).int8(1, FREE).int16(2, FREE).micro(FLOAT32, INT8, INT16),
                    row(BuiltinOperator.PRELU)
                            .inputs(ACTIVATION, ACTIVATION)
                            .int8(1, FREE)
                            .micro(FLOAT32, INT8),
                    row(BuiltinOperator.ELU).int8(1, FREE).micro(FLOAT32, INT8),
                    row(BuiltinOperator.GELU).int8(2, FREE),
                    row(BuiltinOperator.HARD_SWISH).int8(1, FREE).micro(FLOAT32, INT8),
                    row(BuiltinOperator.ABS).int8(2, FREE).int16(3, FREE).micro(FLOAT32, INT8, INT16),
                    row(BuiltinOperator.EXP).int8(2, FREE).int16(2, FREE).micro(FLOAT32),
                    row(BuiltinOperator.LOG).int8(2, FREE).int16(2, FREE).micro(FLOAT32),
                    row(BuiltinOperator.RSQRT).int8(2, FREE).int16(3, FREE).micro(FLOAT32, INT8, INT16),
                    row(BuiltinOperator.SQRT).micro(FLOAT32),
                    row(BuiltinOperator.SQUARE).micro(FLOAT32),
                    row(BuiltinOperator.NEG).micro(FLOAT32),
                    row(BuiltinOperator.SIN).micro(FLOAT32),
                    row(BuiltinOperator.COS).micro(FLOAT32),
                    row(BuiltinOperator.FLOOR).micro(FLOAT32),
                    row(BuiltinOperator.CEIL).micro(FLOAT32),
                    row(BuiltinOperator.ROUND).micro(FLOAT32),
                    row(BuiltinOperator.LOGISTIC)
                            .int8(2, ZERO_TO_ONE)
                            .int16(3, UNIT_INT16)
                            .micro(FLOAT32, INT8, INT16),
                    row(BuiltinOperator.TANH)
                            .int8(2, MINUS_ONE_TO_ONE)
                            .int16(3, UNIT_INT16)
                            .micro(FLOAT32, INT8, INT16),
                    row(BuiltinOperator.SOFTMAX)
                            .int8(2, ZERO_TO_ONE)
                            .int16(3, UNIT_INT16)
                            .micro(FLOAT32, INT8, INT16),
                    row(BuiltinOperator.LOG_SOFTMAX)
                            .int8(2, new Fixed(16f / 256, 127))
                            .micro(FLOAT32, INT8),
                    row(BuiltinOperator.L2_NORMALIZATION)
                            .int8(2, MINUS_ONE_TO_ONE)
                            .micro(FLOAT32, INT8),
                    comparing(BuiltinOperator.EQUAL),
                    comparing(BuiltinOperator.NOT_EQUAL),
                    comparing(BuiltinOperator.GREATER),
                    comparing(BuiltinOperator.GREATER_EQUAL),
                    comparing(BuiltinOperator.LESS),
                    comparing(BuiltinOperator.LESS_EQUAL),
                    row(BuiltinOperator.SELECT)
                            .inputs(PARAMETER, ACTIVATION, ACTIVATION)
                            .int8(1, new ScaleConstraint.SameAsInput(1))
                            .int16(1, new ScaleConstraint.SameAsInput(1))
                            .since(3, new VersionRule.RankAbove(1, 4)),
                    row(BuiltinOperator.SELECT_V2)
                            .inputs(PARAMETER, ACTIVATION, ACTIVATION)
                            .int8(1, new ScaleConstraint.SameAsInput(1))
                            .int16(1, new ScaleConstraint.SameAsInput(1))
                            .micro(FLOAT32, INT8, INT16))
            .map(Row::build)
            .toList();

    private PointwiseOperators() {}

    private static Row selecting(BuiltinOperator operator) {
        return row(operator)
                .inputs(ACTIVATION, ACTIVATION)
                .int8(2, SAME_AS_FIRST)
                .int16(4, SAME_AS_FIRST)
                .since(3, new BroadcastsAboveRank(4))
                .micro(FLOAT32, INT8, INT16);
    }

    private static Row comparing(BuiltinOperator operator) {
        return row(operator)
                .inputs(ACTIVATION, ACTIVATION)
                .outputs(PLAIN)
                .int8(2, FREE)
                .micro(FLOAT32, INT8);
    }
}
