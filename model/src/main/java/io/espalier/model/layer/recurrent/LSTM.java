// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.recurrent;

import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.Operations;
import io.espalier.model.layer.compute.LstmCell;
import io.espalier.model.layer.compute.LstmCell.State;
import io.espalier.model.tensor.Initializer;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.WeightSpec;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Long short-term memory.
 *
 * <p>Weights, each with the sums of the input gate, the forget gate, the cell and the output gate side by side: {@code kernel} of shape
 * (features, 4 * units), {@code recurrent_kernel} of shape (units, 4 * units) and, unless left out, {@code bias} of shape (4 * units).
 *
 * @param activation of the cell
 * @param recurrentActivation of the gates
 * @param unitForgetBias whether the bias of the forget gate starts at 1
 * @see <a href="https://www.bioinf.jku.at/publications/older/2604.pdf">Hochreiter and Schmidhuber, 1997</a>
 */
public record LSTM(
        int units,
        ActivationFunction activation,
        ActivationFunction recurrentActivation,
        boolean useBias,
        boolean unitForgetBias,
        Recurrence recurrence)
        implements RecurrentLayer {
    public LSTM {
        Objects.requireNonNull(activation, "activation");
        Objects.requireNonNull(recurrentActivation, "recurrentActivation");
        Objects.requireNonNull(recurrence, "recurrence");
    }

    /** Keras's defaults: tanh, gates of sigmoid, with bias. */
    public static LSTM of(int units) {
        return new LSTM(units, ActivationFunction.TANH, ActivationFunction.SIGMOID, true, true, Recurrence.DEFAULTS);
    }

    @Override
    public LSTM withRecurrence(Recurrence changed) {
        return new LSTM(units, activation, recurrentActivation, useBias, unitForgetBias, changed);
    }

    @Override
    public List<WeightSpec> weights(List<Shape> inputs) {
        Initializer initial = unitForgetBias ? Initializer.UNIT_FORGET_BIAS : Initializer.ZEROS;
        return RecurrentLayer.weights(
                inputs,
                units,
                4,
                useBias ? List.of(WeightSpec.trainable("bias", Shape.of(4 * units), initial)) : List.of());
    }

    @Override
    public int states() {
        return 2;
    }

    @Override
    public <T> Optional<T> inputBias(Operations<T> on, String prefix) {
        return useBias ? Optional.of(on.weight(prefix + "bias")) : Optional.empty();
    }

    @Override
    public <T> Step<T> step(Operations<T> on, T sequence, String prefix) {
        LstmCell lstm = new LstmCell(activation, recurrentActivation, units);
        T recurrent = on.weight(prefix + "recurrent_kernel");
        Optional<T> mask = recurrence.recurrentMask(on, sequence, units);
        return (input, before) -> {
            Optional<T> seen = before.stream().findFirst().map(h -> on.masked(h, mask));
            T sum = seen.map(h -> on.add(input, on.dense(h, recurrent))).orElse(input);
            State<T> next = lstm.next(on, sum, before.stream().skip(1).findFirst());
            return List.of(next.output(), next.cell());
        };
    }
}
