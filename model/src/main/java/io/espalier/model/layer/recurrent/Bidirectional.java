// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.recurrent;

import io.espalier.model.check.Inputs;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Operations;
import io.espalier.model.layer.Operations.Binary;
import io.espalier.model.layer.recurrent.RecurrentLayer.Recurrence;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.WeightSpec;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Two recurrent layers over a sequence, one from its start and one from its end, with their outputs merged.
 *
 * <p>Weights: those of the one, then those of the other, with {@code forward/} and {@code backward/} before their names.
 *
 * @param forward with as many output steps as {@code backward}
 * @param backward goes the other way
 */
public record Bidirectional(RecurrentLayer forward, RecurrentLayer backward, Merge merge) implements ComposedLayer {
    private static final String FORWARD = "forward/";
    private static final String BACKWARD = "backward/";

    /** How two outputs become one. */
    public enum Merge {
        /** The average. */
        AVE,
        /** One beside the other, along the last dimension. */
        CONCAT,
        /** The product. */
        MUL,
        SUM;

        /** Keras's name, such as {@code concat}. */
        public String kerasName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Bidirectional {
        Objects.requireNonNull(forward, "forward");
        Objects.requireNonNull(backward, "backward");
        Objects.requireNonNull(merge, "merge");
        if (forward.recurrence().goBackwards() == backward.recurrence().goBackwards()
                || forward.recurrence().returnSequences()
                        != backward.recurrence().returnSequences()) {
            throw new ModelException("the layers of a Bidirectional go in opposite directions, and both or neither of"
                    + " them returns sequences");
        }
    }

    /** A layer, and the same in the other direction, side by side. */
    public static Bidirectional of(RecurrentLayer layer) {
        Recurrence forward = layer.recurrence();
        Recurrence backward = new Recurrence(
                forward.returnSequences(), !forward.goBackwards(), forward.dropout(), forward.recurrentDropout());
        return new Bidirectional(layer, layer.withRecurrence(backward), Merge.CONCAT);
    }

    @Override
    public List<WeightSpec> weights(List<Shape> inputs) {
        return Stream.concat(named(FORWARD, forward, inputs), named(BACKWARD, backward, inputs))
                .toList();
    }

    private static Stream<WeightSpec> named(String prefix, RecurrentLayer layer, List<Shape> inputs) {
        return layer.weights(inputs).stream()
                .map(spec -> new WeightSpec(prefix + spec.name(), spec.shape(), spec.initializer(), spec.trainable()));
    }

    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        T sequence = Inputs.single(inputs);
        Inputs.ofRank(on.shape(sequence), 2, "(steps, features)");
        T one = forward.compute(on, sequence, FORWARD);
        T other = backward.compute(on, sequence, BACKWARD);
        T aligned = forward.recurrence().returnSequences() ? on.reverse(other, 0) : other;
        return switch (merge) {
            case AVE -> on.multiply(on.add(one, aligned), on.scalar(0.5f));
            case CONCAT -> on.concatenate(List.of(one, aligned), -1);
            case MUL -> on.binary(Binary.MULTIPLY, one, aligned);
            case SUM -> on.add(one, aligned);
        };
    }

    @Override
    public List<String> kernels() {
        return Stream.concat(
                        forward.kernels().stream().map(FORWARD::concat),
                        backward.kernels().stream().map(BACKWARD::concat))
                .toList();
    }
}
