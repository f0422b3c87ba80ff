// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.rule;

import io.espalier.lite.Tensor;
import io.espalier.lite.ccode.program.Step;
import io.espalier.lite.operator.FusedActivation;
import io.espalier.lite.schema.table.ActivationFunction;
import java.util.List;

/** The largest and the average of a window. */
final class PoolRules {
    private PoolRules() {}

    static List<Step> max(Operation operation) {
        return List.of(pool(operation, operation.kernel("max_pool")));
    }

    static List<Step> average(Operation operation) {
        return List.of(pool(operation, operation.kernel("average_pool")));
    }

    private static Step pool(Operation operation, String kernel) {
        operation.requireIntegers(0);
        Tensor input = operation.input(0);
        ActivationFunction activation = FusedActivation.of(operation.operator());
        Picture picture = Picture.of(
                operation,
                input.shape(),
                operation.options().integer("filter_height"),
                operation.options().integer("filter_width"),
                1,
                1);
        return picture.describe(operation
                .step(kernel, 0)
                .with("channels", input.shape().get(3))
                .with("min", Arithmetic.lowest(operation, activation))
                .with("max", Arithmetic.highest(operation, activation)));
    }
}
