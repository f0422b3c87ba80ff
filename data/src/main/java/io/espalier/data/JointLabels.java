// SPDX-License-Identifier: Apache-2.0
package io.espalier.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Examples with a label for each of several outputs: those of data sets of the same examples, as FLOAT32, one after the other.
 *
 * @param labelled by the names of the outputs
 */
record JointLabels(Dataset viewed, Map<String, Dataset> labelled) implements Dataset.View {
    JointLabels {
        labelled = Collections.unmodifiableMap(new LinkedHashMap<>(labelled));
    }

    static JointLabels of(Dataset viewed, Map<String, Dataset> labelled) {
        if (labelled.isEmpty()) {
            throw new IllegalArgumentException(viewed.name() + ": no labels were given");
        }
        labelled.forEach((output, examples) -> {
            if (examples.size() != viewed.size()) {
                throw new IllegalArgumentException(viewed.name() + ": has " + viewed.size() + " examples, but output '"
                        + output + "' has " + examples.size() + " labels");
            }
        });
        return new JointLabels(viewed, labelled);
    }

    @Override
    public ElementSpec targets() {
        return ElementSpec.of(
                ElementType.FLOAT32,
                labelled.values().stream()
                        .mapToInt(examples -> examples.targets().elements())
                        .reduce(0, Math::addExact));
    }

    @Override
    public List<String> classNames() {
        return List.of();
    }

    @Override
    public List<Label> labels() {
        return labelled.entrySet().stream()
                .map(each -> new Label(
                        each.getKey(),
                        each.getValue().targets(),
                        each.getValue().classNames()))
                .toList();
    }

    @Override
    public void read(int[] indices, int from, int count, ByteBuffer features, ByteBuffer targets) {
        viewed.read(indices, from, count, features, room(count, viewed.targets()));
        readTargets(indices, from, count, targets);
    }

    @Override
    public void readTargets(int[] indices, int from, int count, ByteBuffer targets) {
        int start = targets.position();
        int width = targets().elements();
        int column = 0;
        for (Dataset examples : labelled.values()) {
            ElementSpec spec = examples.targets();
            ByteBuffer own = room(count, spec);
            examples.readTargets(indices, from, count, own);
            own.flip();
            for (int i = 0; i < count; i++) {
                for (int number = 0; number < spec.elements(); number++) {
                    targets.putFloat(
                            start + (i * width + column + number) * Float.BYTES, Labels.next(own, spec.type()));
                }
            }
            column += spec.elements();
        }
        targets.position(start + count * width * Float.BYTES);
    }

    private static ByteBuffer room(int count, ElementSpec spec) {
        return ByteBuffer.allocate(Math.multiplyExact(count, spec.bytes())).order(ByteOrder.nativeOrder());
    }
}
