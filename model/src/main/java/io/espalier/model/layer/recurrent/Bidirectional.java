// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.recurrent;

import io.espalier.model.check.Inputs;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Operations;
import io.espalier.model.layer.Operations.Binary;
import io.espalier.model.layer.recurrent.RecurrentLayer.Course;
import io.espalier.model.layer.recurrent.RecurrentLayer.Recurrence;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.WeightSpec;
import java.util.ArrayList;
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

        /** The merged output of two outputs of one shape. */
        public <T> T join(Operations<T> on, T one, T other) {
            return switch (this) {
                case AVE -> on.multiply(on.add(one, other), on.scalar(0.5f));
                case CONCAT -> on.concatenate(List.of(one, other), -1);
                case MUL -> on.binary(Binary.MULTIPLY, one, other);
                case SUM -> on.add(one, other);
            };
        }

        /** Keras's name, such as {@code concat}. */
        public String kerasName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Bidirectional {
        Objects.requireNonNull(forward, "forward");
        Objects.requireNonNull(backward, "backward");
        Objects.requireNonNull(merge, "merge");
        forward.recurrence().requireOpposite(backward.recurrence());
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
        return Stream.concat(
                        forward.weights(inputs).stream().map(spec -> spec.withPrefix(FORWARD)),
                        backward.weights(inputs).stream().map(spec -> spec.withPrefix(BACKWARD)))
                .toList();
    }

    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        T sequence = Inputs.single(inputs);
        Inputs.ofRank(on.shape(sequence), 2, "(steps, features)");
        Course<T> course = Course.of(sequence);
        return merge.join(on, forward(on, course).get(0), backward(on, course).get(0));
    }

    /** The output of {@link #forward}, then its states. */
    public <T> List<T> forward(Operations<T> on, Course<T> course) {
        return forward.compute(on, course, FORWARD);
    }

    /** The output of {@link #backward}, whose steps are in the order of the sequence, then its states. */
    public <T> List<T> backward(Operations<T> on, Course<T> course) {
        List<T> results = new ArrayList<>(backward.compute(on, course, BACKWARD));
        if (backward.recurrence().returnSequences()) {
            results.set(0, on.reverse(results.get(0), 0));
        }
        return results;
    }

    @Override
    public List<String> kernels() {
        return Stream.concat(
                        forward.kernels().stream().map(FORWARD::concat),
                        backward.kernels().stream().map(BACKWARD::concat))
                .toList();
    }
}
