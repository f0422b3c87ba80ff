// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.distil;

import io.espalier.data.Dataset;
import io.espalier.data.ElementSpec;
import io.espalier.data.ElementType;
import io.espalier.model.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Examples whose targets are the label as floats, and what a teacher answers.
 *
 * @param answers a row for each example
 * @param outputs how many numbers a row has
 */
record TeacherLabeledDataset(Dataset viewed, Tensor answers, int outputs) implements Dataset.View {
    @Override
    public ElementSpec targets() {
        return ElementSpec.of(ElementType.FLOAT32, viewed.targets().elements() + outputs);
    }

    @Override
    public void read(int[] indices, int from, int count, ByteBuffer features, ByteBuffer targets) {
        ByteBuffer labels = room(count);
        viewed.read(indices, from, count, features, labels);
        addAnswers(labels.flip(), indices, from, count, targets);
    }

    @Override
    public void readTargets(int[] indices, int from, int count, ByteBuffer targets) {
        ByteBuffer labels = room(count);
        viewed.readTargets(indices, from, count, labels);
        addAnswers(labels.flip(), indices, from, count, targets);
    }

    private ByteBuffer room(int count) {
        return ByteBuffer.allocate(count * viewed.targets().bytes()).order(ByteOrder.nativeOrder());
    }

    private void addAnswers(ByteBuffer labels, int[] indices, int from, int count, ByteBuffer targets) {
        for (int i = 0; i < count; i++) {
            for (int number = 0; number < viewed.targets().elements(); number++) {
                targets.putFloat(label(labels));
            }
            int row = indices[from + i] * outputs;
            for (int answer = 0; answer < outputs; answer++) {
                targets.putFloat(answers.get(row + answer));
            }
        }
    }

    private float label(ByteBuffer labels) {
        return switch (viewed.targets().type()) {
            case UINT8 -> Byte.toUnsignedInt(labels.get());
            case INT32 -> labels.getInt();
            case INT64 -> labels.getLong();
            case FLOAT32 -> labels.getFloat();
        };
    }
}
