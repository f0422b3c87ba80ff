// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.check;

import io.espalier.data.DataFormatException;
import io.espalier.data.Dataset;
import io.espalier.data.ElementSpec;
import io.espalier.data.ElementType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * The targets of a task that chooses one of several classes. Only for such tasks: the targets of a regression may be fractions, and several of
 * a multi-label task may be 1.
 */
public final class ClassLabels {
    private ClassLabels() {}

    /**
     * Makes sure that each target names a class: a whole number, or one finite number per class, the largest of which counts.
     *
     * @param classes how many classes the model knows
     * @throws DataFormatException if one does not; the message names the first such example
     */
    public static void require(Dataset examples, int classes) {
        ElementSpec spec = examples.targets();
        if (spec.type() != ElementType.FLOAT32 || spec.elements() == 0) {
            return; // whole numbers were compared with the number of classes when they were read
        }
        ByteBuffer features = buffer(examples.features().bytes());
        ByteBuffer targets = buffer(spec.bytes());
        for (int example = 0; example < examples.size(); example++) {
            examples.read(new int[] {example}, 0, 1, features.clear(), targets.clear());
            FloatBuffer numbers = targets.flip().asFloatBuffer();
            for (int place = 0; place < numbers.limit(); place++) {
                require(numbers.get(place), spec, classes, examples, example);
            }
        }
    }

    private static void require(float number, ElementSpec spec, int classes, Dataset examples, int example) {
        boolean single = spec.elements() == 1;
        if (!Float.isFinite(number)) {
            throw refused(examples, example, number, "correct the label, or remove the example");
        }
        if (single && number != Math.rint(number)) {
            throw refused(examples, example, number, "this model tells classes apart, whose labels are whole numbers");
        }
        if (single && (number < 0 || number >= classes)) {
            throw refused(examples, example, number, "the classes of the model are 0 to " + (classes - 1));
        }
    }

    private static DataFormatException refused(Dataset examples, int example, float label, String why) {
        return new DataFormatException(
                examples.name() + ": example " + example + " has the label " + label + "; " + why);
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }
}
