// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.rule;

import io.espalier.lite.Tensor;
import io.espalier.lite.ccode.program.Constant.Table;
import io.espalier.lite.ccode.program.Step;
import io.espalier.lite.ccode.settings.SumRounding;
import io.espalier.lite.schema.TensorType;
import java.util.List;

/** Softmax over the last axis. */
final class SoftmaxRules {
    private static final int INPUT_BITS = 5;
    private static final int SUM_BITS = 12;

    private SoftmaxRules() {}

    static List<Step> softmax(Operation operation) {
        if (operation.output().type() == TensorType.INT16) {
            return WideLookupRules.softmax(operation);
        }
        operation.requireInt8(0);
        Tensor input = operation.input(0);
        int length = input.shape().get(input.shape().size() - 1);
        Step step = operation.rounding() == SumRounding.SINGLE ? once(operation) : twice(operation);
        return List.of(step.with("length", length).with("count", input.elements() / length));
    }

    private static Step once(Operation operation) {
        double step = Operation.scale(operation.input(0)) * operation.options().real("beta");
        String[] table = new String[256];
        for (int distance = 0; distance < table.length; distance++) {
            table[distance] = Math.round(Math.exp(-distance * step) * 0x1p31) + "u";
        }
        return operation
                .step("softmax_single", 0)
                .with("table", new Table("uint32_t", table.length * Integer.BYTES, table));
    }

    /** Exponentials of distances in units of 2^-26, as gemmlowp has them. */
    private static Step twice(Operation operation) {
        double real = (double) operation.options().real("beta") * Operation.scale(operation.input(0));
        FixedPoint scale = FixedPoint.of(Math.min(real * (1 << (31 - INPUT_BITS)), Integer.MAX_VALUE));
        double reach = Math.scalb((double) ((1 << INPUT_BITS) - 1) * (1L << (31 - INPUT_BITS)), -scale.shift());
        int farthest = (int) Math.min(255, Math.floor(reach));
        int[] exponentials = new int[256];
        int[] terms = new int[256];
        for (int distance = 0; distance <= farthest; distance++) {
            exponentials[distance] = FixedFunctions.exp(scale.times(-distance), INPUT_BITS);
            terms[distance] = FixedPoint.divided(exponentials[distance], SUM_BITS);
        }
        return operation
                .step("softmax_twice", 0)
                .with("exponentials", Table.ofInts(exponentials))
                .with("terms", Table.ofInts(terms))
                .with("farthest", farthest);
    }
}
