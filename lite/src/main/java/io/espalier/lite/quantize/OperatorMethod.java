// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize;

import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.Subgraph;
import io.espalier.lite.operator.ActivationType;
import io.espalier.lite.operator.OperatorTable;
import io.espalier.lite.quantize.constant.ConstantQuantizer;
import io.espalier.lite.quantize.constant.Int4Quantizer;
import io.espalier.lite.quantize.constant.WeightOptions;
import io.espalier.lite.recipe.Method;
import io.espalier.lite.schema.BuiltinOperator;
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

    /** Whether the weights of this operator become int4 beside int8 activations. */
    boolean storesInt4(Subgraph main, Operator operator) {
        return method == Method.INT8X4
                && OperatorTable.of(operator).int4Version().isPresent()
                && (operator.is(BuiltinOperator.FULLY_CONNECTED) ? hasUnits(main, operator) : byRule);
    }

    // XNNPACK of TFLite 2.20 cannot prepare a dense layer with one unit in int4: its one scale counts as that of the
    // whole tensor.
    private static boolean hasUnits(Subgraph main, Operator operator) {
        Ints weights = main.tensor(operator.inputs().get(1)).shape();
        return weights.isEmpty() || weights.get(0) != 1;
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
