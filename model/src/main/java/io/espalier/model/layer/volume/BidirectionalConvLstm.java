// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.volume;

import io.espalier.model.check.Inputs;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Operations;
import io.espalier.model.layer.recurrent.Bidirectional.Merge;
import io.espalier.model.layer.recurrent.RecurrentLayer.Course;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.WeightSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Two layers of one kind of {@link ConvLstm} over a sequence, one from its start and one from its end, with their outputs merged; what Bidirectional is for
 * other recurrent layers.
 *
 * <p>Weights: those of the one, then those of the other, with {@code forward/} and {@code backward/} before their names.
 */
public record BidirectionalConvLstm(ConvLstm forward, ConvLstm backward, Merge merge) implements ComposedLayer {
    private static final String FORWARD = "forward/";
    private static final String BACKWARD = "backward/";

    public BidirectionalConvLstm {
        forward.recurrence().requireOpposite(backward.recurrence());
        if (!forward.kind().equals(backward.kind())) {
            throw new ModelException("the layers of a Bidirectional are a " + forward.kind() + " and a "
                    + backward.kind() + "; both must be of one kind");
        }
    }

    @Override
    public String kind() {
        return "Bidirectional";
    }

    @Override
    public List<WeightSpec> weights(List<Shape> inputs) {
        return Stream.concat(
                        forward.weights(inputs).stream().map(spec -> spec.withPrefix(FORWARD)),
                        backward.weights(inputs).stream().map(spec -> spec.withPrefix(BACKWARD)))
                .toList();
    }

    @Override
    public List<String> kernels() {
        return Stream.of(FORWARD, BACKWARD)
                .flatMap(prefix -> forward.kernels().stream().map(prefix::concat))
                .toList();
    }

    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        Course<T> course = Course.of(Inputs.single(inputs));
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
}
