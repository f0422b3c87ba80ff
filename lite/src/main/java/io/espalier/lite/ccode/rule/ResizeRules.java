// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.rule;

import io.espalier.lite.Ints;
import io.espalier.lite.ccode.program.Constant.Table;
import io.espalier.lite.ccode.program.Step;
import io.espalier.lite.ccode.settings.SumRounding;
import io.espalier.lite.schema.TensorType;
import java.util.List;

/** Pictures of another size. Where pixels come from is computed with the arithmetic of the kernels, and stored. */
final class ResizeRules {
    private static final int FRACTION_BITS = 11;

    private ResizeRules() {}

    static List<Step> nearest(Operation operation) {
        Ints in = operation.input(0).shape();
        Ints out = operation.output().shape();
        return List.of(sized(operation.step("nearest", 0), in, out)
                .with("rows", Table.ofInts(places(operation, in.get(1), out.get(1))))
                .with("columns", Table.ofInts(places(operation, in.get(2), out.get(2))))
                .with("pixel", in.get(3) * Operation.width(operation.input(0))));
    }

    static Step sized(Step step, Ints in, Ints out) {
        return step.with("batch", in.get(0))
                .with("in_h", in.get(1))
                .with("in_w", in.get(2))
                .with("out_h", out.get(1))
                .with("out_w", out.get(2));
    }

    private static int[] places(Operation operation, int in, int out) {
        boolean corners = operation.options().flag("align_corners");
        boolean centers = operation.options().flag("half_pixel_centers");
        float scale = scale(operation, in, out);
        int[] places = new int[out];
        for (int place = 0; place < out; place++) {
            float at = centers ? (place + 0.5f) * scale : place * scale;
            int nearest = corners ? (int) Arithmetic.away(at) : (int) Math.floor(at);
            places[place] = Math.max(0, Math.min(in - 1, nearest));
        }
        return places;
    }

    static float scale(Operation operation, int in, int out) {
        return operation.options().flag("align_corners") && out > 1 ? (float) (in - 1) / (out - 1) : (float) in / out;
    }

    static List<Step> bilinear(Operation operation) {
        operation.requireIntegers(0);
        Ints in = operation.input(0).shape();
        Ints out = operation.output().shape();
        boolean once =
                operation.rounding() == SumRounding.SINGLE && operation.output().type() == TensorType.INT8;
        Step step = operation
                .step(once ? "bilinear_single" : operation.kernel("bilinear_twice"), 0)
                .with("channels", in.get(3));
        return List.of(sized(step, in, out)
                .with("rows", Table.ofShorts(weights(operation, once, in.get(1), out.get(1))))
                .with("columns", Table.ofShorts(weights(operation, once, in.get(2), out.get(2)))));
    }

    private static short[] weights(Operation operation, boolean once, int in, int out) {
        return once ? floatWeights(operation, in, out) : fixedWeights(operation, in, out);
    }

    /** The places before and behind, and the weight of the second. */
    private static short[] floatWeights(Operation operation, int in, int out) {
        float scale = scale(operation, in, out);
        boolean centers = operation.options().flag("half_pixel_centers");
        short[] weights = new short[3 * out];
        for (int place = 0; place < out; place++) {
            float at = centers ? (place + 0.5f) * scale - 0.5f : place * scale;
            at = Math.min(Math.max(at, 0), in - 1);
            int before = (int) at;
            weights[3 * place] = (short) before;
            weights[3 * place + 1] = (short) Math.min(before + 1, in - 1);
            weights[3 * place + 2] = (short) Math.rint((at - before) * (1 << FRACTION_BITS));
        }
        return weights;
    }

    /** The places before and behind, and both weights, from a scale in 1024ths. */
    private static short[] fixedWeights(Operation operation, int in, int out) {
        int scale = ((1 << 10) * in + out / 2) / out;
        if (operation.options().flag("align_corners") && out > 1) {
            scale = ((1 << 10) * (in - 1) + (out - 1) / 2) / (out - 1);
        }
        boolean centers = operation.options().flag("half_pixel_centers");
        short[] weights = new short[4 * out];
        for (int place = 0; place < out; place++) {
            int at = centers ? place * scale + scale / 2 - (1 << 9) : place * scale;
            int before = Math.max(at / (1 << 10), 0);
            int behind = Math.min((at + (1 << 10) - 1) / (1 << 10), in - 1);
            int rest = at - (before << 10);
            weights[4 * place] = (short) before;
            weights[4 * place + 1] = (short) behind;
            weights[4 * place + 2] = (short) ((1 << 10) - rest);
            weights[4 * place + 3] = (short) rest;
        }
        return weights;
    }
}
