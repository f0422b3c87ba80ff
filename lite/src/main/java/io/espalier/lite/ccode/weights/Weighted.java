// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.weights;

import io.espalier.lite.ccode.program.Constant.Table;
import io.espalier.lite.ccode.program.Constant.Whole;
import io.espalier.lite.ccode.program.Step;
import java.util.Optional;

/**
 * A step whose weights can be stored in other forms.
 *
 * @param rows its weights as they are unpacked; for a depthwise convolution all are one row
 * @param channels of the output
 * @param pixels that one call computes before the pool, and that share unpacked weights
 * @param window pixels that a pool makes one
 * @param calls in one run
 */
record Weighted(Step step, Rows rows, int channels, int pixels, int window, int calls) {
    private static final String WEIGHTS = "weights";

    /** Pixels that a sparse kernel computes at once. */
    static final int SPARSE_TOGETHER = 4;

    static Optional<Weighted> of(Step step) {
        if (!(step.fields().get(WEIGHTS) instanceof Table table)
                || !table.type().equals("int8_t")) {
            return Optional.empty();
        }
        byte[] values = new byte[table.elements().size()];
        for (int index = 0; index < values.length; index++) {
            values[index] = Byte.parseByte(table.elements().get(index));
        }
        int calls = step.images() * (step.rows().isPresent() ? step.rows().get().rows() : 1);
        int channels = whole(step, "channels");
        return switch (step.kernel()) {
            case "matmul" ->
                Optional.of(new Weighted(step, new Rows(values, channels), channels, whole(step, "pixels"), 1, calls));
            case "conv" ->
                Optional.of(new Weighted(step, new Rows(values, channels), channels, whole(step, "out_w"), 1, calls));
            case "conv_max_pool" -> {
                int window = whole(step, "pool_h") * whole(step, "pool_w");
                int pixels = window * whole(step, "pooled_w");
                yield Optional.of(new Weighted(step, new Rows(values, channels), channels, pixels, window, calls));
            }
            case "depthwise" ->
                Optional.of(new Weighted(step, new Rows(values, 1), channels, whole(step, "out_w"), 1, calls));
            default -> Optional.empty();
        };
    }

    private static int whole(Step step, String field) {
        return step.fields().get(field) instanceof Whole whole ? Math.toIntExact(whole.value()) : 0;
    }

    boolean isDepthwise() {
        return step.kernel().equals("depthwise");
    }

    /** Whether there is a kernel that reads this form. */
    boolean takes(Form form) {
        return form != Form.SPARSE || !isDepthwise();
    }

    /** Whether its inputs are copied, pixel by pixel, where they are not read row by row. */
    boolean hasPatches() {
        return step.kernel().startsWith("conv");
    }

    /** The step with packed weights. */
    Step packed(Packing packing) {
        boolean isSparse = packing.form() == Form.SPARSE;
        Step packed = step.with(WEIGHTS, 0)
                .with(packing.fields())
                .withKernel(step.kernel() + (isSparse ? "_sparse" : "_packed"));
        int length = rows.length();
        if (isDepthwise()) {
            return packed.with("length", length).with("at", step.scratch()).withScratch(step.scratch() + length);
        }
        if (isSparse && !hasPatches()) {
            return packed;
        }
        return packed.withScratch(isSparse ? length * (window == 1 ? SPARSE_TOGETHER : window) : length);
    }
}
