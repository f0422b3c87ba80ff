// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.statistics;

import io.espalier.data.Dataset;
import io.espalier.data.ElementSpec;
import io.espalier.data.ElementType;
import io.espalier.data.Predictions;
import io.espalier.data.Task;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.stream.IntStream;

/** Labels that are classes. */
public final class ClassLabels {
    private ClassLabels() {}

    /**
     * The class of each example.
     *
     * @return empty where answers are no classes, or examples have no labels
     */
    public static Optional<int[]> of(Task task, Dataset examples) {
        boolean areClasses = task.kind() == Task.Kind.CLASSES || task.kind() == Task.Kind.BINARY;
        return areClasses && examples.targets().elements() > 0 ? Optional.of(read(examples)) : Optional.empty();
    }

    private static int[] read(Dataset examples) {
        ElementSpec spec = examples.targets();
        int[] all = IntStream.range(0, examples.size()).toArray();
        ByteBuffer targets = ByteBuffer.allocate(Math.multiplyExact(all.length, spec.bytes()))
                .order(ByteOrder.nativeOrder());
        examples.readTargets(all, 0, all.length, targets);
        targets.flip();
        float[] row = new float[spec.elements()];
        for (int example = 0; example < all.length; example++) {
            for (int place = 0; place < row.length; place++) {
                row[place] = next(targets, spec.type());
            }
            all[example] = row.length == 1 ? Math.round(row[0]) : Predictions.classOf(row, 0, row.length);
        }
        return all;
    }

    private static float next(ByteBuffer targets, ElementType type) {
        return switch (type) {
            case UINT8 -> targets.get() & 0xFF;
            case INT32 -> targets.getInt();
            case INT64 -> targets.getLong();
            case FLOAT32 -> targets.getFloat();
        };
    }
}
