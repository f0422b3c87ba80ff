// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.rule;

import io.espalier.lite.Ints;
import io.espalier.lite.Tensor;
import io.espalier.lite.ccode.program.Constant.Table;
import io.espalier.lite.ccode.program.Step;
import io.espalier.lite.ccode.settings.SumRounding;
import io.espalier.lite.operator.FusedActivation;
import io.espalier.lite.schema.TensorType;
import io.espalier.lite.schema.table.Padding;
import java.util.List;

/** Products of matrices that are both computed, and convolutions that spread. */
final class ProductRules {
    private ProductRules() {}

    static List<Step> matrices(Operation operation) {
        operation.requireIntegers(0, 1);
        Tensor a = operation.input(0);
        Tensor b = operation.input(1);
        Ints out = operation.output().shape();
        int rank = out.size();
        boolean aTurned = operation.options().flag("adj_x");
        boolean bTurned = operation.options().flag("adj_y");
        int rows = out.get(rank - 2);
        int columns = out.get(rank - 1);
        int depth = a.shape().get(a.shape().size() - (aTurned ? 2 : 1));
        boolean once = operation.rounding() == SumRounding.SINGLE;
        boolean wide = operation.output().type() == TensorType.INT16;
        Step step = operation
                .step(wide ? "wide_products" : once ? "products_single" : "products_twice", 0, 1)
                .with("starts", Table.ofInts(starts(a.shape(), b.shape(), out)))
                .with("count", operation.output().elements() / rows / columns)
                .with("rows", rows)
                .with("columns", columns)
                .with("depth", depth)
                .with("a_row", aTurned ? 1 : depth)
                .with("a_depth", aTurned ? rows : 1)
                .with("b_depth", bTurned ? 1 : columns)
                .with("b_column", bTurned ? depth : 1);
        if (wide) {
            Step scaled = WideRules.scaled(step, operation, a, false, Operation.scale(b));
            return List.of(scaled.with("bias", Table.ofLongs(0)));
        }
        step = step.with("a_zero", Operation.zeroPoint(a))
                .with("b_zero", Operation.zeroPoint(b))
                .with("out_zero", Operation.zeroPoint(operation.output()));
        float product = Operation.scale(a) * Operation.scale(b);
        return List.of(PointwiseRules.fixed(step, "", (double) product / Operation.scale(operation.output())));
    }

    /** Where both matrices of each product start: batches broadcast. */
    private static int[] starts(Ints a, Ints b, Ints out) {
        int batches = 1;
        for (int axis = 0; axis < out.size() - 2; axis++) {
            batches *= out.get(axis);
        }
        int[] starts = new int[2 * batches];
        for (int batch = 0; batch < batches; batch++) {
            starts[2 * batch] = start(a, out, batch);
            starts[2 * batch + 1] = start(b, out, batch);
        }
        return starts;
    }

    private static int start(Ints shape, Ints out, int batch) {
        View view = View.of(shape);
        int missing = out.size() - shape.size();
        int start = 0;
        int rest = batch;
        for (int axis = out.size() - 3; axis >= 0; axis--) {
            int place = rest % out.get(axis);
            rest /= out.get(axis);
            if (axis >= missing && shape.get(axis - missing) > 1) {
                start += place * view.axes().get(axis - missing).step();
            }
        }
        return start;
    }

    /** Inputs: the shape of the output, weights, the input, perhaps a bias. */
    static List<Step> transposedConvolution(Operation operation) {
        Tensor input = operation.input(2);
        boolean wide = input.type() == TensorType.INT16;
        if (!wide) {
            operation.requireInt8(1, 2);
        }
        Tensor weights = WeightedRules.constantWeights(operation, 1);
        Ints in = input.shape();
        Ints out = operation.output().shape();
        Ints kernel = weights.shape();
        int strideHeight = operation.options().integer("stride_h");
        int strideWidth = operation.options().integer("stride_w");
        boolean same = operation.options().symbol("padding", Padding.values()) == Padding.SAME;
        byte[] bytes = weights.buffer().toBytes();
        // XNNPACK leaves windows with gaps between them to TFLite's own kernel
        boolean twice = operation.rounding() == SumRounding.SINGLE
                && (strideHeight > kernel.get(1) || strideWidth > kernel.get(2));
        Step step = operation
                .step(wide ? "wide_transposed" : twice ? "transposed_paired" : "transposed", 2)
                .with("in_h", in.get(1))
                .with("in_w", in.get(2))
                .with("in_c", in.get(3))
                .with("out_h", out.get(1))
                .with("out_w", out.get(2))
                .with("out_c", out.get(3))
                .with("kernel_h", kernel.get(1))
                .with("kernel_w", kernel.get(2))
                .with("stride_h", strideHeight)
                .with("stride_w", strideWidth)
                .with("pad_top", same ? before(in.get(1), out.get(1), strideHeight, kernel.get(1)) : 0)
                .with("pad_left", same ? before(in.get(2), out.get(2), strideWidth, kernel.get(2)) : 0)
                .forEach(in.get(0));
        if (wide) {
            return List.of(WideRules.weighted(step, operation, input, 1, 3, kernel.get(0)));
        }
        step = step.with("weights", Table.ofBytes(weights.buffer()))
                .with("bias", Arithmetic.foldedBias(operation, 3, bytes, kernel.get(0), false, 0))
                .with("in_zero", Operation.zeroPoint(input));
        step = Arithmetic.withScales(
                step, operation, input, weights, twice ? SumRounding.DOUBLE : operation.rounding());
        return List.of(Arithmetic.withClamp(step, operation, FusedActivation.of(operation.operator())));
    }

    private static int before(int in, int out, int stride, int extent) {
        return Math.max(0, (in - 1) * stride + extent - out) / 2;
    }
}
