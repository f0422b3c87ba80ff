// SPDX-License-Identifier: Apache-2.0
package io.espalier.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Examples of which one of several labels is left.
 *
 * @param column of the label's first number among those of all labels
 */
record LabelOfDataset(Dataset viewed, Label label, int column) implements Dataset.View {
    static LabelOfDataset of(Dataset dataset, int index) {
        List<Label> labels = dataset.labels();
        int column = labels.subList(0, index).stream()
                .mapToInt(label -> label.spec().elements())
                .sum();
        return new LabelOfDataset(dataset, labels.get(index), column);
    }

    @Override
    public ElementSpec targets() {
        return label.spec();
    }

    @Override
    public List<Label> labels() {
        return List.of(new Label("", label.spec(), label.classNames()));
    }

    @Override
    public List<String> classNames() {
        return label.classNames();
    }

    @Override
    public void read(int[] indices, int from, int count, ByteBuffer features, ByteBuffer targets) {
        ByteBuffer all = room(count);
        viewed.read(indices, from, count, features, all);
        cut(all, count, targets);
    }

    @Override
    public void readTargets(int[] indices, int from, int count, ByteBuffer targets) {
        ByteBuffer all = room(count);
        viewed.readTargets(indices, from, count, all);
        cut(all, count, targets);
    }

    private ByteBuffer room(int count) {
        return ByteBuffer.allocate(Math.multiplyExact(count, viewed.targets().bytes()))
                .order(ByteOrder.nativeOrder());
    }

    private void cut(ByteBuffer all, int count, ByteBuffer targets) {
        int width = viewed.targets().elements();
        for (int i = 0; i < count; i++) {
            for (int number = 0; number < label.spec().elements(); number++) {
                float value = all.getFloat((i * width + column + number) * Float.BYTES);
                switch (label.spec().type()) {
                    case UINT8 -> targets.put((byte) value);
                    case INT32 -> targets.putInt((int) value);
                    case INT64 -> targets.putLong((long) value);
                    case FLOAT32 -> targets.putFloat(value);
                }
            }
        }
    }
}
