// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.function;

import io.espalier.model.check.Inputs;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Operations;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Shape;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Keras's Softmax over several dimensions together; all numbers along them have the sum 1.
 *
 * @param axes from 0 after the batch or, below 0, from the end
 */
public record SoftmaxOver(List<Integer> axes) implements ComposedLayer {
    public SoftmaxOver {
        axes = List.copyOf(axes);
        if (axes.isEmpty()) {
            throw new ModelException("a Softmax needs at least one axis");
        }
    }

    @Override
    public String kind() {
        return "Softmax";
    }

    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        T value = Inputs.single(inputs);
        Shape shape = on.shape(value);
        List<Integer> over = axes.stream()
                .map(axis -> Inputs.axis(shape, axis))
                .distinct()
                .sorted()
                .toList();
        List<Integer> others = IntStream.range(0, shape.rank())
                .filter(axis -> !over.contains(axis))
                .boxed()
                .toList();
        int[] order = IntStream.concat(
                        others.stream().mapToInt(Integer::intValue),
                        over.stream().mapToInt(Integer::intValue))
                .toArray();
        int[] back = new int[order.length];
        for (int i = 0; i < order.length; i++) {
            back[order[i]] = i;
        }
        T moved = on.transpose(value, order);
        int together = over.stream().mapToInt(shape::dimension).reduce(1, Math::multiplyExact);
        T rows = on.reshape(moved, Shape.of(shape.elements() / together, together));
        return on.transpose(on.reshape(on.softmax(rows), on.shape(moved)), back);
    }
}
