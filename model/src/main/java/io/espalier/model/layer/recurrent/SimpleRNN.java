// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.recurrent;

import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.Operations;
import io.espalier.model.tensor.Initializer;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.WeightSpec;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A recurrent layer whose output and state is {@code activation(x * kernel + h * recurrent_kernel + bias)}, where h is the state after the
 * previous step.
 *
 * <p>Weights: {@code kernel} of shape (features, units), {@code recurrent_kernel} of shape (units, units) and, unless left out, {@code bias} of
 * shape (units).
 */
public record SimpleRNN(int units, ActivationFunction activation, boolean useBias, Recurrence recurrence)
        implements RecurrentLayer {
    public SimpleRNN {
        Objects.requireNonNull(activation, "activation");
        Objects.requireNonNull(recurrence, "recurrence");
    }

    /** Keras's defaults: tanh, with bias. */
    public static SimpleRNN of(int units) {
        return new SimpleRNN(units, ActivationFunction.TANH, true, Recurrence.DEFAULTS);
    }

    @Override
    public SimpleRNN withRecurrence(Recurrence changed) {
        return new SimpleRNN(units, activation, useBias, changed);
    }

    @Override
    public List<WeightSpec> weights(List<Shape> inputs) {
        return RecurrentLayer.weights(
                inputs,
                units,
                1,
                useBias ? List.of(WeightSpec.trainable("bias", Shape.of(units), Initializer.ZEROS)) : List.of());
    }

    @Override
    public int states() {
        return 1;
    }

    @Override
    public <T> Optional<T> inputBias(Operations<T> on, String prefix) {
        return useBias ? Optional.of(on.weight(prefix + "bias")) : Optional.empty();
    }

    @Override
    public <T> Step<T> step(Operations<T> on, T sequence, String prefix) {
        T recurrent = on.weight(prefix + "recurrent_kernel");
        Optional<T> mask = recurrence.recurrentMask(on, sequence, units);
        return (input, before) -> {
            Optional<T> seen = before.stream().findFirst().map(h -> on.masked(h, mask));
            T sum = seen.map(h -> on.add(input, on.dense(h, recurrent))).orElse(input);
            return List.of(activation.apply(on, sum));
        };
    }
}
