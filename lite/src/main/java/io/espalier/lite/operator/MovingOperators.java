// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.operator;

import static io.espalier.lite.operator.ActivationType.FLOAT32;
import static io.espalier.lite.operator.ActivationType.INT16;
import static io.espalier.lite.operator.ActivationType.INT8;
import static io.espalier.lite.operator.Operand.ACTIVATION;
import static io.espalier.lite.operator.Operand.PARAMETER;
import static io.espalier.lite.operator.Row.row;
import static io.espalier.lite.operator.ScaleConstraint.SAME_AS_FIRST;

import io.espalier.lite.operator.ScaleConstraint.SameAsInput;
import io.espalier.lite.operator.VersionRule.OptionIsSet;
import io.espalier.lite.operator.VersionRule.RankAbove;
import io.espalier.lite.operator.VersionRule.RankIsNot;
import io.espalier.lite.schema.BuiltinOperator;
import java.util.List;
import java.util.stream.Stream;

/** Operators that move values, or interpolate between them, and so keep their scale. */
final class MovingOperators {
    static final List<OperatorSpec> ROWS = Stream.of(
                    moving(BuiltinOperator.RESHAPE, 1, 1)
                            .inputs(ACTIVATION, PARAMETER)
                            .required(1)
                            .micro(FLOAT32, INT8, INT16),
                    moving(BuiltinOperator.SQUEEZE, 1, 1).micro(FLOAT32, INT8, INT16),
                    moving(BuiltinOperator.EXPAND_DIMS, 1, 1)
                            .inputs(ACTIVATION, PARAMETER)
                            .micro(FLOAT32, INT8),
                    moving(BuiltinOperator.TRANSPOSE, 2, 5)
                            .inputs(ACTIVATION, PARAMETER)
                            .since(4, new RankAbove(0, 4))
                            .since(6, new RankAbove(0, 5))
                            .micro(FLOAT32, INT8, INT16),
                    moving(BuiltinOperator.PAD, 2, 3)
                            .inputs(ACTIVATION, PARAMETER)
                            .since(4, new RankAbove(0, 4))
                            .micro(FLOAT32, INT8, INT16),
                    moving(BuiltinOperator.PADV2, 2, 3)
                            .inputs(ACTIVATION, PARAMETER, ACTIVATION)
                            .since(4, new RankAbove(0, 4))
                            .micro(FLOAT32, INT8, INT16),
                    moving(BuiltinOperator.MIRROR_PAD, 2, 3)
                            .inputs(ACTIVATION, PARAMETER)
                            .micro(FLOAT32, INT8),
                    moving(BuiltinOperator.CONCATENATION, 2, 3)
                            .repeatsLastInput()
                            .micro(FLOAT32, INT8, INT16),
                    moving(BuiltinOperator.PACK, 2, 3).repeatsLastInput().micro(FLOAT32, INT8),
                    moving(BuiltinOperator.UNPACK, 2, 4).repeatsLastOutput().micro(FLOAT32, INT8),
                    row(BuiltinOperator.SPLIT)
                            .inputs(PARAMETER, ACTIVATION)
                            .repeatsLastOutput()
                            .int8(2, new SameAsInput(1))
                            .int16(4, new SameAsInput(1))
                            .micro(FLOAT32, INT8, INT16),
                    moving(BuiltinOperator.SPLIT_V, 2, 1)
                            .inputs(ACTIVATION, PARAMETER, PARAMETER)
                            .repeatsLastOutput()
                            .micro(FLOAT32, INT8, INT16),
                    moving(BuiltinOperator.SLICE, 2, 4)
                            .inputs(ACTIVATION, PARAMETER, PARAMETER)
                            .since(5, new RankAbove(0, 4))
                            .micro(FLOAT32, INT8, INT16),
                    moving(BuiltinOperator.STRIDED_SLICE, 2, 1)
                            .inputs(ACTIVATION, PARAMETER, PARAMETER, PARAMETER)
                            .since(4, new RankAbove(0, 4))
                            .since(6, new OptionIsSet("ellipsis_mask"))
                            .since(6, new OptionIsSet("new_axis_mask"))
                            .since(8, new OptionIsSet("offset"))
                            .micro(FLOAT32, INT8, INT16),
                    moving(BuiltinOperator.GATHER_ND, 1, 3)
                            .inputs(ACTIVATION, PARAMETER)
                            .micro(FLOAT32, INT8),
                    row(BuiltinOperator.SCATTER_ND)
                            .inputs(PARAMETER, ACTIVATION, PARAMETER)
                            .int8(1, new SameAsInput(1)),
                    moving(BuiltinOperator.BATCH_TO_SPACE_ND, 2, 4)
                            .inputs(ACTIVATION, PARAMETER, PARAMETER)
                            .since(3, new RankIsNot(0, 4))
                            .micro(FLOAT32, INT8),
                    moving(BuiltinOperator.SPACE_TO_BATCH_ND, 2, 4)
                            .inputs(ACTIVATION, PARAMETER, PARAMETER)
                            .since(3, new RankIsNot(0, 4))
                            .micro(FLOAT32, INT8),
                    row(BuiltinOperator.SPACE_TO_DEPTH).int8(2, SAME_AS_FIRST).micro(FLOAT32, INT8),
                    row(BuiltinOperator.DEPTH_TO_SPACE).int8(2, SAME_AS_FIRST).micro(FLOAT32, INT8),
                    moving(BuiltinOperator.TILE, 3, 1).inputs(ACTIVATION, PARAMETER),
                    moving(BuiltinOperator.BROADCAST_TO, 3, 3)
                            .inputs(ACTIVATION, PARAMETER)
                            .floatVersion(2)
                            .micro(FLOAT32, INT8, INT16),
                    row(BuiltinOperator.FILL)
                            .inputs(PARAMETER, ACTIVATION)
                            .int8(3, new SameAsInput(1))
                            .int16(3, new SameAsInput(1))
                            .micro(FLOAT32, INT8),
                    row(BuiltinOperator.REVERSE_V2)
                            .inputs(ACTIVATION, PARAMETER)
                            .int8(3, SAME_AS_FIRST)
                            .micro(FLOAT32, INT8),
                    row(BuiltinOperator.DYNAMIC_UPDATE_SLICE)
                            .inputs(ACTIVATION, ACTIVATION, PARAMETER)
                            .int8(1, SAME_AS_FIRST)
                            .micro(FLOAT32, INT8),
                    moving(BuiltinOperator.RESIZE_BILINEAR, 2, 4)
                            .inputs(ACTIVATION, PARAMETER)
                            .since(3, new OptionIsSet("half_pixel_centers"))
                            .micro(FLOAT32, INT8),
                    moving(BuiltinOperator.RESIZE_NEAREST_NEIGHBOR, 2, 4)
                            .inputs(ACTIVATION, PARAMETER)
                            .since(3, new OptionIsSet("half_pixel_centers"))
                            .since(3, new OptionIsSet("align_corners"))
                            .micro(FLOAT32, INT8, INT16))
            .map(Row::build)
            .toList();

    private MovingOperators() {}

    private static Row moving(BuiltinOperator operator, int int8Version, int int16Version) {
        return row(operator).int8(int8Version, SAME_AS_FIRST).int16(int16Version, SAME_AS_FIRST);
    }
}
