// SPDX-License-Identifier: Apache-2.0
package io.espalier.data;

import io.espalier.data.Task.Kind;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Examples whose targets have the form that the loss of a task takes. */
record LabelledForTask(Dataset viewed, ElementSpec targets) implements Dataset.View {
    static Dataset of(Task task, Dataset examples) {
        ElementSpec stored = examples.targets();
        boolean classNumbers = task.kind() == Kind.CLASSES && task.loss() != LossName.CATEGORICAL_CROSSENTROPY;
        ElementSpec wanted = classNumbers
                ? ElementSpec.of(ElementType.INT32)
                : task.outputs() == 1
                        ? ElementSpec.of(ElementType.FLOAT32)
                        : stored.elements() == task.outputs()
                                ? new ElementSpec(ElementType.FLOAT32, stored.shape())
                                : ElementSpec.of(ElementType.FLOAT32, task.outputs());
        boolean same = stored.equals(wanted)
                || (classNumbers && stored.elements() == 1 && stored.type() != ElementType.FLOAT32);
        return same || stored.elements() == 0 ? examples : new LabelledForTask(examples, wanted);
    }

    @Override
    public void read(int[] indices, int from, int count, ByteBuffer features, ByteBuffer converted) {
        ByteBuffer stored = room(count);
        viewed.read(indices, from, count, features, stored);
        convert(stored.flip(), count, converted);
    }

    @Override
    public void readTargets(int[] indices, int from, int count, ByteBuffer converted) {
        ByteBuffer stored = room(count);
        viewed.readTargets(indices, from, count, stored);
        convert(stored.flip(), count, converted);
    }

    private ByteBuffer room(int count) {
        return ByteBuffer.allocate(count * viewed.targets().bytes()).order(ByteOrder.nativeOrder());
    }

    private void convert(ByteBuffer stored, int count, ByteBuffer converted) {
        float[] label = new float[viewed.targets().elements()];
        for (int example = 0; example < count; example++) {
            for (int i = 0; i < label.length; i++) {
                label[i] = Labels.next(stored, viewed.targets().type());
            }
            if (targets.type() == ElementType.INT32) {
                converted.putInt(label.length == 1 ? (int) label[0] : Predictions.classOf(label, 0, label.length));
            } else if (label.length == targets.elements()) {
                for (float number : label) {
                    converted.putFloat(number);
                }
            } else {
                for (int number = 0; number < targets.elements(); number++) {
                    converted.putFloat(number == (int) label[0] ? 1 : 0);
                }
            }
        }
    }
}
