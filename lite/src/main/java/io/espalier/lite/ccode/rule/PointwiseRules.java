// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.rule;

import io.espalier.lite.Ints;
import io.espalier.lite.Tensor;
import io.espalier.lite.ccode.program.Constant.Table;
import io.espalier.lite.ccode.program.Step;
import io.espalier.lite.ccode.program.Window;
import io.espalier.lite.operator.FusedActivation;
import io.espalier.lite.schema.table.ActivationFunction;

/** Operators that compute each element from the elements at its place. */
final class PointwiseRules {
    private static final int SUM_BITS = 20;

    private PointwiseRules() {}

    /** Of two tensors of one shape, as XNNPACK computes it: scales relative to the output, the larger with 20 bits. */
    static Step add(Operation operation) {
        operation.requireInt8(0, 1);
        Tensor a = operation.input(0);
        Tensor b = operation.input(1);
        if (!a.shape().equals(b.shape())) {
            throw new Refusal("its inputs have the shapes " + a.shape() + " and " + b.shape(), "use equal shapes");
        }
        float out = Operation.scale(operation.output());
        float aScale = Operation.scale(a) / out;
        float bScale = Operation.scale(b) / out;
        int shift = SUM_BITS - Math.getExponent(Math.max(aScale, bScale));
        int aMultiplier = (int) Math.rint(Math.scalb((double) aScale, shift));
        int bMultiplier = (int) Math.rint(Math.scalb((double) bScale, shift));
        int bias = (1 << (shift - 1)) - aMultiplier * Operation.zeroPoint(a) - bMultiplier * Operation.zeroPoint(b);
        Step step = operation
                .step("add_single", 0, 1)
                .with("a_multiplier", aMultiplier)
                .with("b_multiplier", bMultiplier)
                .with("bias", bias)
                .with("shift", shift);
        step = Arithmetic.withClamp(step, operation, FusedActivation.of(operation.operator()));
        return elementwise(step, operation);
    }

    /** Row by row where the output is a picture. */
    private static Step elementwise(Step step, Operation operation) {
        Ints shape = operation.output().shape();
        int rows = shape.size() == 4 && shape.get(0) == 1 ? shape.get(1) : 1;
        Window[] windows = new Window[step.inputs().size()];
        Integer[] all = new Integer[windows.length];
        for (int position = 0; position < windows.length; position++) {
            windows[position] = Window.same(rows);
            all[position] = position;
        }
        return step.with("length", operation.output().elements() / rows)
                .byRows(rows, windows)
                .inPlaceOf(all);
    }

    static Step softmax(Operation operation) {
        operation.requireInt8(0);
        Tensor input = operation.input(0);
        double step = Operation.scale(input) * operation.options().real("beta");
        String[] table = new String[256];
        for (int distance = 0; distance < table.length; distance++) {
            table[distance] = Math.round(Math.exp(-distance * step) * 0x1p31) + "u";
        }
        int length = input.shape().get(input.shape().size() - 1);
        return operation
                .step("softmax_single", 0)
                .with("table", new Table("uint32_t", table.length * Integer.BYTES, table))
                .with("length", length)
                .with("count", input.elements() / length);
    }

    static ActivationFunction activation(Operation operation) {
        return FusedActivation.of(operation.operator());
    }
}
