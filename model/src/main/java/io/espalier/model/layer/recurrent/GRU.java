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
 * Gated recurrent units.
 *
 * <p>Weights, each with the sums of the update gate, the reset gate and the candidate side by side: {@code kernel} of shape (features, 3 *
 * units), {@code recurrent_kernel} of shape (units, 3 * units) and, unless left out, {@code bias} of shape (3 * units), or, where the reset
 * comes after the product, (2, 3 * units): one bias for the input, one for the state.
 *
 * @param activation of the candidate
 * @param recurrentActivation of the gates
 * @param resetAfter whether the reset gate multiplies the state after its product with the recurrent kernel, or before
 * @see <a href="https://arxiv.org/abs/1406.1078">Cho and others, 2014</a>
 */
public record GRU(
        int units,
        ActivationFunction activation,
        ActivationFunction recurrentActivation,
        boolean useBias,
        boolean resetAfter,
        Recurrence recurrence)
        implements RecurrentLayer {
    public GRU {
        Objects.requireNonNull(activation, "activation");
        Objects.requireNonNull(recurrentActivation, "recurrentActivation");
        Objects.requireNonNull(recurrence, "recurrence");
    }

    /** Keras's defaults: tanh, gates of sigmoid, with bias, reset after the product. */
    public static GRU of(int units) {
        return new GRU(units, ActivationFunction.TANH, ActivationFunction.SIGMOID, true, true, Recurrence.DEFAULTS);
    }

    @Override
    public GRU withRecurrence(Recurrence changed) {
        return new GRU(units, activation, recurrentActivation, useBias, resetAfter, changed);
    }

    @Override
    public List<WeightSpec> weights(List<Shape> inputs) {
        Shape bias = resetAfter ? Shape.of(2, 3 * units) : Shape.of(3 * units);
        return RecurrentLayer.weights(
                inputs, units, 3, useBias ? List.of(WeightSpec.trainable("bias", bias, Initializer.ZEROS)) : List.of());
    }

    @Override
    public int states() {
        return 1;
    }

    @Override
    public <T> Optional<T> inputBias(Operations<T> on, String prefix) {
        return useBias ? Optional.of(bias(on, prefix, 0)) : Optional.empty();
    }

    @Override
    public <T> Step<T> step(Operations<T> on, T sequence, String prefix) {
        Optional<T> mask = recurrence.recurrentMask(on, sequence, units);
        Gating<T> gating = resetAfter ? resetAfter(on, prefix) : resetBefore(on, prefix);
        return (input, before) -> {
            Optional<T> state = before.stream().findFirst();
            Optional<T> seen = state.map(h -> on.masked(h, mask));
            return List.of(gating.next(input, state, seen));
        };
    }

    /** One step: from the sums of the input, the previous state, and the previous state after dropout. */
    private interface Gating<T> {
        T next(T sums, Optional<T> before, Optional<T> seen);
    }

    private <T> Gating<T> resetAfter(Operations<T> on, String prefix) {
        T recurrent = on.weight(prefix + "recurrent_kernel");
        Optional<T> bias = useBias ? Optional.of(bias(on, prefix, 1)) : Optional.empty();
        return (sums, before, seen) -> {
            Optional<T> product = seen.map(h -> on.dense(h, recurrent));
            Optional<T> inner = product.map(
                            values -> bias.map(added -> on.add(values, added)).orElse(values))
                    .or(() -> bias);
            T update = gate(on, sums, inner, 0);
            T reset = gate(on, sums, inner, 1);
            T candidate = part(on, sums, 2);
            T sum = inner.map(values -> on.add(candidate, on.multiply(reset, part(on, values, 2))))
                    .orElse(candidate);
            return between(on, before, activation.apply(on, sum), update);
        };
    }

    private <T> Gating<T> resetBefore(Operations<T> on, String prefix) {
        T gates = on.weight(prefix + "recurrent_kernel", 0, 2 * units);
        T recurrent = on.weight(prefix + "recurrent_kernel", 2 * units, 3 * units);
        return (sums, before, seen) -> {
            Optional<T> inner = seen.map(h -> on.dense(h, gates));
            T update = gate(on, sums, inner, 0);
            T candidate = part(on, sums, 2);
            T sum = seen.map(h -> on.dense(on.multiply(gate(on, sums, inner, 1), h), recurrent))
                    .map(product -> on.add(candidate, product))
                    .orElse(candidate);
            return between(on, before, activation.apply(on, sum), update);
        };
    }

    /** {@code update * before + (1 - update) * candidate}. */
    private static <T> T between(Operations<T> on, Optional<T> before, T candidate, T update) {
        return before.map(h -> on.add(candidate, on.multiply(update, on.subtract(h, candidate))))
                .orElseGet(() -> on.subtract(candidate, on.multiply(update, candidate)));
    }

    private <T> T gate(Operations<T> on, T sums, Optional<T> inner, int part) {
        T own = part(on, sums, part);
        return recurrentActivation.apply(
                on, inner.map(values -> on.add(own, part(on, values, part))).orElse(own));
    }

    private <T> T part(Operations<T> on, T sums, int part) {
        return on.slice(sums, -1, part * units, units);
    }

    private <T> T bias(Operations<T> on, String prefix, int row) {
        T bias = on.weight(prefix + "bias");
        return resetAfter ? on.reshape(on.slice(bias, 0, row, 1), Shape.of(3 * units)) : bias;
    }
}
