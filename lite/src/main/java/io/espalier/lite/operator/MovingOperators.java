// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.operator;

import static io.espalier.lite.operator.Movement.PADS;
import static io.espalier.lite.operator.Movement.REORDERS;
import static io.espalier.lite.operator.Movement.RESHAPES;
import static io.espalier.lite.operator.Movement.SELECTS;
import static io.espalier.lite.operator.Movement.SPREADS;
import static io.espalier.lite.operator.Operand.ACTIVATION;
import static io.espalier.lite.operator.Operand.PARAMETER;
import static io.espalier.lite.operator.Row.row;
import static io.espalier.lite.operator.Row.rows;
import static io.espalier.lite.operator.ScaleConstraint.MEANS_OF_FIRST;
import static io.espalier.lite.operator.ScaleConstraint.SAME_AS_FIRST;
import static io.espalier.lite.schema.TensorType.FLOAT32;
import static io.espalier.lite.schema.TensorType.INT16;
import static io.espalier.lite.schema.TensorType.INT8;

import io.espalier.lite.operator.Condition.OptionIsSet;
import io.espalier.lite.operator.Condition.RankIsOutside;
import io.espalier.lite.operator.ScaleConstraint.SameAsInput;
import io.espalier.lite.schema.BuiltinOperator;
import java.util.List;

/** Operators that move values, or interpolate between them, and so keep their scale. */
final class MovingOperators {
    private static final String NOT_AN_IMAGE = "its input has neither 3 nor 4 dimensions";

    static final List<OperatorSpec> ROWS = rows(
            moving(BuiltinOperator.RESHAPE, RESHAPES, 1, 1)
                    .inputs(ACTIVATION, PARAMETER)
                    .required(1)
                    .micro(FLOAT32, INT8, INT16)
                    .gpuUnlessComputed(),
            moving(BuiltinOperator.SQUEEZE, RESHAPES, 1, 1).micro(FLOAT32, INT8, INT16),
            moving(BuiltinOperator.EXPAND_DIMS, RESHAPES, 1, 1)
                    .inputs(ACTIVATION, PARAMETER)
                    .micro(FLOAT32, INT8),
            moving(BuiltinOperator.TRANSPOSE, REORDERS, 2, 5)
                    .inputs(ACTIVATION, PARAMETER)
                    .since(4, RankIsOutside.above(0, 4))
                    .since(6, RankIsOutside.above(0, 5))
                    .micro(FLOAT32, INT8, INT16)
                    .gpuUnlessComputed(),
            moving(BuiltinOperator.PAD, PADS, 2, 3)
                    .inputs(ACTIVATION, PARAMETER)
                    .since(4, RankIsOutside.above(0, 4))
                    .micro(FLOAT32, INT8, INT16)
                    .gpuUnlessComputed(),
            moving(BuiltinOperator.PADV2, SPREADS, 2, 3)
                    .inputs(ACTIVATION, PARAMETER, ACTIVATION)
                    .since(4, RankIsOutside.above(0, 4))
                    .micro(FLOAT32, INT8, INT16)
                    .gpu(),
            moving(BuiltinOperator.MIRROR_PAD, SPREADS, 2, 3)
                    .inputs(ACTIVATION, PARAMETER)
                    .micro(FLOAT32, INT8)
                    .gpuUnless("its mode is not REFLECT", new OptionIsSet("mode")),
            moving(BuiltinOperator.CONCATENATION, SPREADS, 2, 3)
                    .repeatsLastInput()
                    .micro(FLOAT32, INT8, INT16)
                    .gpu(),
            moving(BuiltinOperator.PACK, SPREADS, 2, 3)
                    .repeatsLastInput()
                    .micro(FLOAT32, INT8)
                    .gpu(),
            moving(BuiltinOperator.UNPACK, SPREADS, 2, 4).repeatsLastOutput().micro(FLOAT32, INT8),
            row(BuiltinOperator.SPLIT)
                    .inputs(PARAMETER, ACTIVATION)
                    .repeatsLastOutput()
                    .int8(2, new SameAsInput(1))
                    .int16(4, new SameAsInput(1))
                    .micro(FLOAT32, INT8, INT16)
                    .gpu()
                    .moves(SPREADS),
            moving(BuiltinOperator.SPLIT_V, SPREADS, 2, 1)
                    .inputs(ACTIVATION, PARAMETER, PARAMETER)
                    .repeatsLastOutput()
                    .micro(FLOAT32, INT8, INT16)
                    .gpu(),
            moving(BuiltinOperator.SLICE, SELECTS, 2, 4)
                    .inputs(ACTIVATION, PARAMETER, PARAMETER)
                    .since(5, RankIsOutside.above(0, 4))
                    .micro(FLOAT32, INT8, INT16)
                    .gpuUnless(NOT_AN_IMAGE, new RankIsOutside(0, 3, 4)),
            moving(BuiltinOperator.STRIDED_SLICE, SELECTS, 2, 1)
                    .inputs(ACTIVATION, PARAMETER, PARAMETER, PARAMETER)
                    .since(4, RankIsOutside.above(0, 4))
                    .since(6, new OptionIsSet("ellipsis_mask"))
                    .since(6, new OptionIsSet("new_axis_mask"))
                    .since(8, new OptionIsSet("offset"))
                    .micro(FLOAT32, INT8, INT16)
                    .gpuUnless(
                            "it has masks",
                            new OptionIsSet("ellipsis_mask"),
                            new OptionIsSet("new_axis_mask"),
                            new OptionIsSet("shrink_axis_mask"))
                    .gpuUnless(NOT_AN_IMAGE, new RankIsOutside(0, 3, 4)),
            moving(BuiltinOperator.GATHER_ND, SELECTS, 1, 3)
                    .inputs(ACTIVATION, PARAMETER)
                    .micro(FLOAT32, INT8),
            row(BuiltinOperator.SCATTER_ND)
                    .inputs(PARAMETER, ACTIVATION, PARAMETER)
                    .faultyIntegers("its int8 kernel fills places that get no value with 0, not with the zero point"),
            moving(BuiltinOperator.BATCH_TO_SPACE_ND, SELECTS, 2, 4)
                    .inputs(ACTIVATION, PARAMETER, PARAMETER)
                    .since(3, new RankIsOutside(0, 4, 4))
                    .micro(FLOAT32, INT8),
            moving(BuiltinOperator.SPACE_TO_BATCH_ND, SPREADS, 2, 4)
                    .inputs(ACTIVATION, PARAMETER, PARAMETER)
                    .since(3, new RankIsOutside(0, 4, 4))
                    .micro(FLOAT32, INT8),
            row(BuiltinOperator.SPACE_TO_DEPTH)
                    .int8(2, SAME_AS_FIRST)
                    .micro(FLOAT32, INT8)
                    .gpu()
                    .moves(REORDERS),
            row(BuiltinOperator.DEPTH_TO_SPACE)
                    .int8(2, SAME_AS_FIRST)
                    .micro(FLOAT32, INT8)
                    .gpu()
                    .moves(REORDERS),
            row(BuiltinOperator.TILE)
                    .inputs(ACTIVATION, PARAMETER)
                    .int8(3, SAME_AS_FIRST)
                    .moves(SPREADS)
                    .gpuUnlessComputed(),
            moving(BuiltinOperator.BROADCAST_TO, SPREADS, 3, 3)
                    .inputs(ACTIVATION, PARAMETER)
                    .floatVersion(2)
                    .micro(FLOAT32, INT8, INT16),
            row(BuiltinOperator.FILL)
                    .inputs(PARAMETER, ACTIVATION)
                    .int8(3, new SameAsInput(1))
                    .int16(3, new SameAsInput(1))
                    .micro(FLOAT32, INT8)
                    .moves(SPREADS),
            row(BuiltinOperator.REVERSE_V2)
                    .inputs(ACTIVATION, PARAMETER)
                    .int8(3, SAME_AS_FIRST)
                    .micro(FLOAT32, INT8)
                    .moves(REORDERS),
            row(BuiltinOperator.DYNAMIC_UPDATE_SLICE)
                    .inputs(ACTIVATION, ACTIVATION, PARAMETER)
                    .int8(1, SAME_AS_FIRST)
                    .micro(FLOAT32, INT8)
                    .gpu()
                    .moves(SELECTS),
            row(BuiltinOperator.RESIZE_BILINEAR)
                    .integers(2, 4, MEANS_OF_FIRST)
                    .inputs(ACTIVATION, PARAMETER)
                    .since(3, new OptionIsSet("half_pixel_centers"))
                    .micro(FLOAT32, INT8)
                    .gpu(),
            moving(BuiltinOperator.RESIZE_NEAREST_NEIGHBOR, SELECTS, 2, 4)
                    .inputs(ACTIVATION, PARAMETER)
                    .since(3, new OptionIsSet("half_pixel_centers"))
                    .since(3, new OptionIsSet("align_corners"))
                    .micro(FLOAT32, INT8, INT16)
                    .gpu());

    private MovingOperators() {}

    private static Row moving(BuiltinOperator operator, Movement movement, int int8Version, int int16Version) {
        return row(operator)
                .int8(int8Version, SAME_AS_FIRST)
                .int16(int16Version, SAME_AS_FIRST)
                .moves(movement);
    }
}
