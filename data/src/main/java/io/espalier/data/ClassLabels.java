// SPDX-License-Identifier: Apache-2.0
package io.espalier.data;

import java.nio.ByteBuffer;

/** Which class a row of outputs, or a target, says. */
public final class ClassLabels {
    private static final float BINARY_THRESHOLD = 0.5f;

    private ClassLabels() {}

    /**
     * The class with the greatest number, the first of equals. A row of one number is the probability of class 1 against class 0.
     *
     * @return -1 if no number is greater than negative infinity, as where all are NaN
     */
    public static int predicted(float[] outputs, int offset, int width) {
        if (width == 1) {
            float probability = outputs[offset];
            return Float.isNaN(probability) ? -1 : probability > BINARY_THRESHOLD ? 1 : 0;
        }
        int best = -1;
        float greatest = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < width; i++) {
            if (outputs[offset + i] > greatest) {
                greatest = outputs[offset + i];
                best = i;
            }
        }
        return best;
    }

    /** Reads one target from the buffer's position on, in native order: a class number, or one number a class. */
    public static int target(ElementSpec spec, ByteBuffer targets) {
        float[] numbers = new float[spec.elements()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = switch (spec.type()) {
                case UINT8 -> targets.get() & 0xFF;
                case INT32 -> targets.getInt();
                case INT64 -> targets.getLong();
                case FLOAT32 -> targets.getFloat();
            };
        }
        return numbers.length == 1 ? Math.round(numbers[0]) : predicted(numbers, 0, numbers.length);
    }
}
