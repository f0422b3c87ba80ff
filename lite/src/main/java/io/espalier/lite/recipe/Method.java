// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.recipe;

import io.espalier.lite.quantize.ConstantQuantizer;
import io.espalier.lite.quantize.DynamicRangeQuantizer;
import io.espalier.lite.quantize.Float16Quantizer;
import io.espalier.lite.quantize.WeightOnlyQuantizer;
import io.espalier.lite.quantize.WeightOptions;
import io.espalier.lite.schema.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What becomes of the numbers of an operator. */
public enum Method {
    /** Everything stays float32. */
    NONE,
    /** Constants in half precision, biases too; sums in float32. */
    FLOAT16,
    /** Large weights in int8; activations in float32, which kernels quantize on the fly. */
    DYNAMIC,
    /** Large weights in int8; sums in float32. */
    WEIGHT_ONLY_INT8,
    /** Large weights in int4; sums in float32. */
    WEIGHT_ONLY_INT4;

    /** The name in recipes and on the command line, such as {@code weight_only_int8}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** All names. */
    public static List<String> ids() {
        return Arrays.stream(values()).map(Method::id).toList();
    }

    /**
     * The method of this name.
     *
     * @throws RecipeException if there is none
     */
    static Method ofId(String id) {
        return Arrays.stream(values())
                .filter(method -> method.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new RecipeException("'" + id + "' is no recipe" + NearestName.suggestion(id, ids())
                        + "; the recipes are: " + String.join(", ", ids())));
    }

    /** How constants are stored; empty where they stay as they are. */
    Optional<ConstantQuantizer> constants(WeightOptions weights) {
        return switch (this) {
            case NONE -> Optional.empty();
            case FLOAT16 -> Optional.of(new Float16Quantizer());
            case DYNAMIC -> Optional.of(new DynamicRangeQuantizer(weights));
            case WEIGHT_ONLY_INT8 -> Optional.of(new WeightOnlyQuantizer(TensorType.INT8, weights));
            case WEIGHT_ONLY_INT4 -> Optional.of(new WeightOnlyQuantizer(TensorType.INT4, weights));
        };
    }
}
