// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.rule;

import io.espalier.lite.Ints;
import io.espalier.lite.Options;
import io.espalier.lite.ccode.program.Step;
import io.espalier.lite.ccode.program.Window;
import io.espalier.lite.schema.table.Padding;

/**
 * How a window moves over a picture.
 *
 * @param in height, width and channels of the input, after the batch
 * @param out likewise of the output
 */
record Picture(
        Ints in,
        Ints out,
        int kernelHeight,
        int kernelWidth,
        int strideHeight,
        int strideWidth,
        int dilationHeight,
        int dilationWidth,
        boolean same) {

    static Picture of(
            Operation operation, Ints in, int kernelHeight, int kernelWidth, int dilationHeight, int dilationWidth) {
        Options options = operation.options();
        return new Picture(
                in,
                operation.output().shape(),
                kernelHeight,
                kernelWidth,
                options.integer("stride_h"),
                options.integer("stride_w"),
                dilationHeight,
                dilationWidth,
                options.symbol("padding", Padding.values()) == Padding.SAME);
    }

    int padTop() {
        return padding(in.get(1), out.get(1), strideHeight, (kernelHeight - 1) * dilationHeight + 1);
    }

    int padLeft() {
        return padding(in.get(2), out.get(2), strideWidth, (kernelWidth - 1) * dilationWidth + 1);
    }

    private int padding(int in, int out, int stride, int extent) {
        return same ? Math.max(0, (out - 1) * stride + extent - in) / 2 : 0;
    }

    /** The step with the fields that all windows have, and its rows. */
    Step describe(Step step) {
        Window window = new Window(in.get(1), strideHeight, padTop(), (kernelHeight - 1) * dilationHeight + 1);
        return step.with("in_h", in.get(1))
                .with("in_w", in.get(2))
                .with("out_w", out.get(2))
                .with("kernel_h", kernelHeight)
                .with("kernel_w", kernelWidth)
                .with("stride_h", strideHeight)
                .with("stride_w", strideWidth)
                .with("pad_top", padTop())
                .with("pad_left", padLeft())
                .byRows(out.get(1), window)
                .forEach(in.get(0));
    }

    boolean isPointwise() {
        return kernelHeight == 1 && kernelWidth == 1 && strideHeight == 1 && strideWidth == 1;
    }
}
