// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize;

import io.espalier.lite.operator.ActivationType;
import io.espalier.lite.quantize.constant.ConstantQuantizer;
import io.espalier.lite.quantize.constant.Int4Quantizer;
import io.espalier.lite.quantize.constant.WeightOptions;
import io.espalier.lite.recipe.Method;
import java.util.Optional;

/**
 * How one operator is quantized.
 *
 * @param byRule whether a rule says so, which is taken at its word: the recipe's own method avoids forms that are slow
 */
record OperatorMethod(Method method, boolean byRule) {
    /** Everything stays float32. */
    static final OperatorMethod NONE = ofRecipe(Method.NONE);

    static OperatorMethod ofRecipe(Method method) {
        return new OperatorMethod(method, false);
    }

    static OperatorMethod ofRule(Method method) {
        return new OperatorMethod(method, true);
    }

    String id() {
        return method.id();
    }

    /** As {@link Method#activations}. */
    Optional<ActivationType> activations() {
        return method.activations();
    }

    /** As {@link Method#constants}, but a rule gets int4 for every operator. */
    Optional<ConstantQuantizer> constants(WeightOptions weights) {
        return byRule && method == Method.WEIGHT_ONLY_INT4
                ? Optional.of(new Int4Quantizer(weights, true))
                : method.constants(weights);
    }
}
