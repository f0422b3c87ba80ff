// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.rule;

import io.espalier.lite.Tensor;
import io.espalier.lite.ccode.program.Step;
import io.espalier.lite.operator.FusedActivation;
import io.espalier.lite.schema.table.ActivationFunction;

/** The largest and the average of a window. */
final class PoolRules {
    private PoolRules() {}

    static Step max(Operation operation) {
        return pool(operation, "max_pool");
    }

    static Step average(Operation operation) {
        return pool(operation, "average_pool");
    }

    private static Step pool(Operation operation, String kernel) {
        operation.requireInt8(0);
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
