// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.operator;

import static io.espalier.lite.operator.Row.rows;
import static io.espalier.lite.operator.Row.undescribed;

import io.espalier.lite.schema.BuiltinOperator;
import java.util.List;

/**
 * Operators that Google's converter does not quantize: their rows say where they run and what effects they have, and do not describe their
 * operands.
 */
final class OtherOperators {
    static final List<OperatorSpec> ROWS = rows(
            undescribed(BuiltinOperator.ASSIGN_VARIABLE).microOfAnyType().effect(Effect.OUTSIDE),
            undescribed(BuiltinOperator.ATAN2).gpu(),
            undescribed(BuiltinOperator.BROADCAST_ARGS).microOfAnyType(),
            undescribed(BuiltinOperator.CALL).effect(Effect.OUTSIDE),
            undescribed(BuiltinOperator.CALL_ONCE).microOfAnyType().effect(Effect.OUTSIDE),
            undescribed(BuiltinOperator.CAST).microOfAnyType().gpu().moves(Movement.CONVERTS),
            undescribed(BuiltinOperator.CUSTOM).effect(Effect.OUTSIDE),
            undescribed(BuiltinOperator.DELEGATE).effect(Effect.OUTSIDE),
            undescribed(BuiltinOperator.DENSIFY).gpu(),
            undescribed(BuiltinOperator.FLOOR_DIV).microOfAnyType().gpu(),
            undescribed(BuiltinOperator.FLOOR_MOD).microOfAnyType().gpu(),
            undescribed(BuiltinOperator.HASHTABLE).effect(Effect.OUTSIDE),
            undescribed(BuiltinOperator.HASHTABLE_IMPORT).effect(Effect.OUTSIDE),
            undescribed(BuiltinOperator.IF).microOfAnyType().effect(Effect.OUTSIDE),
            undescribed(BuiltinOperator.LOGICAL_AND).microOfAnyType().gpu(),
            undescribed(BuiltinOperator.LOGICAL_NOT).microOfAnyType(),
            undescribed(BuiltinOperator.LOGICAL_OR).microOfAnyType(),
            undescribed(BuiltinOperator.MULTINOMIAL).effect(Effect.RANDOM),
            undescribed(BuiltinOperator.ONE_HOT).gpu(),
            undescribed(BuiltinOperator.POW).gpu(),
            undescribed(BuiltinOperator.RANDOM_STANDARD_NORMAL).effect(Effect.RANDOM),
            undescribed(BuiltinOperator.RANDOM_UNIFORM).effect(Effect.RANDOM),
            undescribed(BuiltinOperator.READ_VARIABLE).microOfAnyType().effect(Effect.OUTSIDE),
            undescribed(BuiltinOperator.REDUCE_ALL).microOfAnyType(),
            undescribed(BuiltinOperator.SIGN).gpu(),
            undescribed(BuiltinOperator.STABLEHLO_CASE).effect(Effect.OUTSIDE),
            undescribed(BuiltinOperator.STABLEHLO_CLAMP).gpu(),
            undescribed(BuiltinOperator.STABLEHLO_COMPOSITE).effect(Effect.OUTSIDE),
            undescribed(BuiltinOperator.STABLEHLO_CUSTOM_CALL).effect(Effect.OUTSIDE),
            undescribed(BuiltinOperator.STABLEHLO_RNG_BIT_GENERATOR).effect(Effect.RANDOM),
            undescribed(BuiltinOperator.STABLEHLO_WHILE).effect(Effect.OUTSIDE),
            undescribed(BuiltinOperator.VAR_HANDLE).microOfAnyType().effect(Effect.OUTSIDE),
            undescribed(BuiltinOperator.WHILE).microOfAnyType().effect(Effect.OUTSIDE),
            undescribed(BuiltinOperator.ZEROS_LIKE).microOfAnyType());

    /** Without side effects, and neither TFLite Micro nor the GPU delegate runs them. */
    static final List<OperatorSpec> PLAIN = undescribed("""
            BITCAST BITWISE_XOR BUCKETIZE COMPLEX_ABS CONCAT_EMBEDDINGS CONV_3D CONV_3D_TRANSPOSE DILATE
            EMBEDDING_LOOKUP_SPARSE FAKE_QUANT HASHTABLE_FIND HASHTABLE_LOOKUP HASHTABLE_SIZE IMAG
            LOCAL_RESPONSE_NORMALIZATION LSH_PROJECTION MATRIX_DIAG MATRIX_SET_DIAG NON_MAX_SUPPRESSION_V4
            NON_MAX_SUPPRESSION_V5 PLACEHOLDER_FOR_GREATER_OP_CODES RANGE RANK REAL REDUCE_ANY REDUCE_WINDOW
            REVERSE_SEQUENCE RFFT2D RIGHT_SHIFT SEGMENT_SUM SKIP_GRAM SPARSE_TO_DENSE STABLEHLO_ABS
            STABLEHLO_ADD STABLEHLO_AND STABLEHLO_BROADCAST_IN_DIM STABLEHLO_CBRT STABLEHLO_COMPARE
            STABLEHLO_CONCATENATE STABLEHLO_CONVERT STABLEHLO_CONVOLUTION STABLEHLO_COSINE STABLEHLO_DIVIDE
            STABLEHLO_DOT_GENERAL STABLEHLO_DYNAMIC_SLICE STABLEHLO_DYNAMIC_UPDATE_SLICE STABLEHLO_EXPONENTIAL
            STABLEHLO_FLOOR STABLEHLO_GATHER STABLEHLO_IOTA STABLEHLO_LOG STABLEHLO_LOGISTIC STABLEHLO_MAXIMUM
            STABLEHLO_MINIMUM STABLEHLO_MULTIPLY STABLEHLO_NEGATE STABLEHLO_OR STABLEHLO_PAD STABLEHLO_POWER
            STABLEHLO_REDUCE STABLEHLO_REDUCE_WINDOW STABLEHLO_REMAINDER STABLEHLO_RESHAPE STABLEHLO_RSQRT
            STABLEHLO_SCATTER STABLEHLO_SELECT STABLEHLO_SHIFT_LEFT STABLEHLO_SLICE STABLEHLO_SORT
            STABLEHLO_SUBTRACT STABLEHLO_TANH STABLEHLO_TRANSPOSE UNIQUE UNSORTED_SEGMENT_MAX
            UNSORTED_SEGMENT_MIN UNSORTED_SEGMENT_PROD UNSORTED_SEGMENT_SUM WHERE
            """);

    private OtherOperators() {}
}
