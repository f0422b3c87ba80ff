// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.rule;

import io.espalier.lite.Ints;
import io.espalier.lite.ccode.program.Constant.Table;
import io.espalier.lite.ccode.program.Step;
import java.util.List;

/** Pools and pictures of another size, in float32. */
final class FloatWindowRules {
    private FloatWindowRules() {}

    static List<Step> pool(Operation operation, String kernel) {
        Picture picture = Picture.of(
                operation,
                operation.input(0).shape(),
                operation.options().integer("filter_height"),
                operation.options().integer("filter_width"),
                1,
                1);
        Step step = operation
                .step(kernel, 0)
                .with("channels", operation.input(0).shape().get(3));
        return List.of(picture.describe(FloatLimits.of(step, operation)));
    }

    static List<Step> bilinear(Operation operation) {
        Ints in = operation.input(0).shape();
        Ints out = operation.output().shape();
        Weights rows = weights(operation, in.get(1), out.get(1));
        Weights columns = weights(operation, in.get(2), out.get(2));
        return List.of(ResizeRules.sized(operation.step("bilinear_float", 0), in, out)
                .with("rows", rows.places())
                .with("row_weights", rows.seconds())
                .with("columns", columns.places())
                .with("column_weights", columns.seconds())
                .with("channels", in.get(3)));
    }

    /** Two places of the input for each of the output, and how much the second counts. */
    private record Weights(Table places, Table seconds) {}

    private static Weights weights(Operation operation, int in, int out) {
        float scale = ResizeRules.scale(operation, in, out);
        boolean centers = operation.options().flag("half_pixel_centers");
        int[] places = new int[2 * out];
        float[] seconds = new float[out];
        for (int place = 0; place < out; place++) {
            float at = centers ? (place + 0.5f) * scale - 0.5f : place * scale;
            float inside = Math.min(Math.max(at, 0), in - 1);
            places[2 * place] = (int) inside;
            places[2 * place + 1] = Math.min((int) inside + 1, in - 1);
            seconds[place] = inside - (int) inside;
        }
        return new Weights(Table.ofInts(places), Table.ofFloats(seconds));
    }
}
