// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.volume;

import io.espalier.model.check.Inputs;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Operations;
import io.espalier.model.layer.Operations.Binary;
import io.espalier.model.layer.recurrent.Bidirectional.Merge;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.WeightSpec;
import java.util.List;
import java.util.stream.Stream;

/**
 * Two ConvLSTM2D over a sequence of pictures, one from its start and one from its end, with their outputs merged; what Bidirectional is for
 * other recurrent layers.
 *
 * <p>Weights: those of the one, then those of the other, with {@code forward/} and {@code backward/} before their names.
 */
public record BidirectionalConvLSTM2D(ConvLSTM2D forward, ConvLSTM2D backward, Merge merge) implements ComposedLayer {
    private static final String FORWARD = "forward/";
    private static final String BACKWARD = "backward/";

    public BidirectionalConvLSTM2D {
        boolean isOpposite =
                forward.recurrence().goBackwards() != backward.recurrence().goBackwards();
        boolean isAlike =
                forward.recurrence().returnSequences() == backward.recurrence().returnSequences();
        if (!isOpposite || !isAlike) {
            throw new ModelException("the layers of a Bidirectional go in opposite directions, and both or neither of"
                    + " them returns sequences");
        }
    }

    @Override
    public String kind() {
        return "Bidirectional";
    }

    @Override
    public List<WeightSpec> weights(List<Shape> inputs) {
        return Stream.concat(named(FORWARD, forward, inputs), named(BACKWARD, backward, inputs))
                .toList();
    }

    private static Stream<WeightSpec> named(String prefix, ConvLSTM2D layer, List<Shape> inputs) {
        return layer.weights(inputs).stream()
                .map(spec -> new WeightSpec(prefix + spec.name(), spec.shape(), spec.initializer(), spec.trainable()));
    }

    @Override
    public List<String> kernels() {
        return Stream.of(FORWARD, BACKWARD)
                .flatMap(prefix -> forward.kernels().stream().map(prefix::concat))
                .toList();
    }

    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        T one = forward.compute(on, Inputs.single(inputs), FORWARD);
        T other = backward.compute(on, Inputs.single(inputs), BACKWARD);
        T aligned = forward.recurrence().returnSequences() ? on.reverse(other, 0) : other;
        return switch (merge) {
            case AVE -> on.multiply(on.add(one, aligned), on.scalar(0.5f));
            case CONCAT -> on.concatenate(List.of(one, aligned), -1);
            case MUL -> on.binary(Binary.MULTIPLY, one, aligned);
            case SUM -> on.add(one, aligned);
        };
    }
}
