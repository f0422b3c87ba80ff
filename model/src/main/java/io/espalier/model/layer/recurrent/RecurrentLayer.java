// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.recurrent;

import io.espalier.model.check.Inputs;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Operations;
import io.espalier.model.tensor.Initializer;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.WeightSpec;
import java.util.ArrayList;
import java.util.List;

/** A layer that goes over a sequence (steps, features) and takes what it left behind after one step into the next. */
public sealed interface RecurrentLayer extends ComposedLayer permits GRU, LSTM, SimpleRNN {
    int units();

    Recurrence recurrence();

    RecurrentLayer withRecurrence(Recurrence recurrence);

    /**
     * What comes out.
     *
     * @param prefix before the names of the weights
     */
    <T> T compute(Operations<T> on, T sequence, String prefix);

    @Override
    default <T> T compute(Operations<T> on, List<T> inputs) {
        T sequence = Inputs.single(inputs);
        Inputs.ofRank(on.shape(sequence), 2, "(steps, features)");
        return compute(on, sequence, "");
    }

    @Override
    default List<String> kernels() {
        return List.of("kernel", "recurrent_kernel");
    }

    /** The weights of a layer that computes so many sums for each unit. */
    static List<WeightSpec> weights(List<Shape> inputs, int units, int sums, List<WeightSpec> bias) {
        if (units < 1) {
            throw new ModelException("a recurrent layer has at least one unit, not " + units);
        }
        int features =
                Inputs.ofRank(Inputs.single(inputs), 2, "(steps, features)").channels();
        List<WeightSpec> weights = new ArrayList<>();
        weights.add(WeightSpec.trainable("kernel", Shape.of(features, sums * units), Initializer.GLOROT_UNIFORM));
        weights.add(WeightSpec.trainable("recurrent_kernel", Shape.of(units, sums * units), Initializer.ORTHOGONAL));
        weights.addAll(bias);
        return weights;
    }
}
