// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.recipe;

import io.espalier.base.RecipeException;
import io.espalier.base.internal.NearestName;
import io.espalier.lite.operator.ActivationType;
import io.espalier.lite.quantize.constant.ConstantQuantizer;
import io.espalier.lite.quantize.constant.DynamicRangeQuantizer;
import io.espalier.lite.quantize.constant.Float16Quantizer;
import io.espalier.lite.quantize.constant.Int4Quantizer;
import io.espalier.lite.quantize.constant.WeightOnlyQuantizer;
import io.espalier.lite.quantize.constant.WeightOptions;
import io.espalier.lite.schema.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How an operator is quantized. */
public enum Method {
    /** Everything stays float32. */
    NONE,
    /** Constants, with biases, in float16; computation in float32. */
    FLOAT16,
    /** Large weights in int8; activations in float32, which kernels quantize at run time. */
    DYNAMIC,
    /** Large weights in int8; computation in float32. */
    WEIGHT_ONLY_INT8,
    /**
     * Large weights in int4 where a kernel takes them as they are, beside activations in float32; others in int8, computation in
     * float32. In a rule all are in int4.
     */
    WEIGHT_ONLY_INT4,
    /** Activations and weights in int8, accumulation in int32; operators without such a kernel stay float32. Needs calibration. */
    INT8,
    /**
     * As {@link #INT8}, with weights in int4 where a quick kernel takes them, in FULLY_CONNECTED; others in int8. In a rule also those of convolutions,
     * which TFLite unpacks in each run.
     */
    INT8X4,
    /** Activations in int16, weights in int8, accumulation in int64; else as {@link #INT8}. */
    INT16X8;

    /** The name in recipes and on the command line, such as {@code weight_only_int8}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** All names. */
    public static List<String> ids() {
        return Arrays.stream(values()).map(Method::id).toList();
    }

    /**
     * The method with this name.
     *
     * @throws RecipeException if there is none
     */
    static Method ofId(String id) {
        return Arrays.stream(values())
                .filter(method -> method.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new RecipeException("unknown recipe '" + id + "'" + NearestName.suggestion(id, ids())
                        + "; choose one of: " + String.join(", ", ids())));
    }

    /** The type of activations that are integers; empty where they stay float. */
    public Optional<ActivationType> activations() {
        return switch (this) {
            case INT8, INT8X4 -> Optional.of(ActivationType.INT8);
            case INT16X8 -> Optional.of(ActivationType.INT16);
            case NONE, FLOAT16, DYNAMIC, WEIGHT_ONLY_INT8, WEIGHT_ONLY_INT4 -> Optional.empty();
        };
    }

    /** Whether weights become integers. */
    public boolean roundsWeights() {
        return switch (this) {
            case NONE, FLOAT16 -> false;
            case DYNAMIC, WEIGHT_ONLY_INT8, WEIGHT_ONLY_INT4, INT8, INT8X4, INT16X8 -> true;
        };
    }

    /** How the constants of an operator that computes with floats are stored; empty where they stay as they are. */
    public Optional<ConstantQuantizer> constants(WeightOptions weights) {
        return switch (this) {
            case NONE, INT8, INT8X4, INT16X8 -> Optional.empty();
            case FLOAT16 -> Optional.of(new Float16Quantizer());
            case DYNAMIC -> Optional.of(new DynamicRangeQuantizer(weights, true));
            case WEIGHT_ONLY_INT8 -> Optional.of(new WeightOnlyQuantizer(TensorType.INT8, weights));
            case WEIGHT_ONLY_INT4 -> Optional.of(new Int4Quantizer(weights, false));
        };
    }
}
