// SPDX-License-Identifier: Apache-2.0
package io.espalier.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Targets as rows of numbers. */
final class Labels {
    private static final int BLOCK = 1024;

    private Labels() {}

    /** The targets of all examples, in their order; there is at least one number per example. */
    static Predictions of(Dataset examples) {
        ElementSpec spec = examples.targets();
        int width = spec.elements();
        float[] numbers = new float[Math.multiplyExact(examples.size(), width)];
        ByteBuffer block = ByteBuffer.allocate(Math.min(BLOCK, Math.max(1, examples.size())) * spec.bytes())
                .order(ByteOrder.nativeOrder());
        for (int first = 0; first < examples.size(); first += BLOCK) {
            int count = Math.min(BLOCK, examples.size() - first);
            int[] indices = new int[count];
            for (int i = 0; i < count; i++) {
                indices[i] = first + i;
            }
            examples.readTargets(indices, 0, count, block.clear());
            block.flip();
            for (int i = 0; i < count * width; i++) {
                numbers[first * width + i] = next(block, spec.type());
            }
        }
        return Predictions.of(width, numbers);
    }

    /** The next number of a buffer. */
    static float next(ByteBuffer targets, ElementType type) {
        return switch (type) {
            case UINT8 -> targets.get() & 0xFF;
            case INT32 -> targets.getInt();
            case INT64 -> targets.getLong();
            case FLOAT32 -> targets.getFloat();
        };
    }
}
