// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.distil;

import io.espalier.data.Dataset;
import io.espalier.data.ElementSpec;
import io.espalier.data.ElementType;
import io.espalier.model.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Examples whose targets are the class number, as a float, and what a teacher answers.
 *
 * @param answers of shape (examples, classes)
 */
record TeacherLabeledDataset(Dataset viewed, Tensor answers) implements Dataset.View {
    @Override
    public ElementSpec targets() {
        return ElementSpec.of(ElementType.FLOAT32, 1 + answers.shape().channels());
    }

    @Override
    public void read(int[] indices, int from, int count, ByteBuffer features, ByteBuffer targets) {
        ByteBuffer labels =
                ByteBuffer.allocate(count * viewed.targets().bytes()).order(ByteOrder.nativeOrder());
        viewed.read(indices, from, count, features, labels);
        labels.flip();
        int classes = answers.shape().channels();
        for (int i = 0; i < count; i++) {
            targets.putFloat(label(labels));
            int row = indices[from + i] * classes;
            for (int answer = 0; answer < classes; answer++) {
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
