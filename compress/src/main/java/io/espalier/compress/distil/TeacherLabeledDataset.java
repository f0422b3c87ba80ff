// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.distil;

import io.espalier.base.Scaling;
import io.espalier.data.Dataset;
import io.espalier.data.ElementSpec;
import io.espalier.data.ElementType;
import io.espalier.model.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Examples whose targets are the class number, as a float, and what a teacher answers.
 *
 * @param answers of shape (examples, classes)
 */
record TeacherLabeledDataset(Dataset examples, Tensor answers) implements Dataset {
    @Override
    public String name() {
        return examples.name();
    }

    @Override
    public int size() {
        return examples.size();
    }

    @Override
    public ElementSpec features() {
        return examples.features();
    }

    @Override
    public ElementSpec targets() {
        return ElementSpec.of(ElementType.FLOAT32, 1 + answers.shape().channels());
    }

    @Override
    public Scaling scaling() {
        return examples.scaling();
    }

    @Override
    public List<String> classNames() {
        return examples.classNames();
    }

    @Override
    public void read(int[] indices, int from, int count, ByteBuffer features, ByteBuffer targets) {
        ByteBuffer labels =
                ByteBuffer.allocate(count * examples.targets().bytes()).order(ByteOrder.nativeOrder());
        examples.read(indices, from, count, features, labels);
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
        return switch (examples.targets().type()) {
            case UINT8 -> Byte.toUnsignedInt(labels.get());
            case INT32 -> labels.getInt();
            case INT64 -> labels.getLong();
            case FLOAT32 -> labels.getFloat();
        };
    }
}
