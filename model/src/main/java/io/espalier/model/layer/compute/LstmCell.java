// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.compute;

import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.Operations;
import java.util.Optional;

/**
 * The gates of long short-term memory. Sums have those of the input gate, the forget gate, the cell and the output gate side by side.
 *
 * @param recurrentActivation of the gates
 * @param units of each gate: the channels of the output
 */
public record LstmCell(ActivationFunction activation, ActivationFunction recurrentActivation, int units) {
    /** The output of a step, and the state of the cell. */
    public record State<T>(T output, T cell) {}

    /**
     * One step.
     *
     * @param cell the state of the cell before it; empty before the first step
     */
    public <T> State<T> next(Operations<T> on, T sums, Optional<T> cell) {
        T added = on.multiply(gate(on, sums, 0), activation.apply(on, part(on, sums, 2)));
        T kept = cell.map(c -> on.add(on.multiply(gate(on, sums, 1), c), added)).orElse(added);
        return new State<>(on.multiply(gate(on, sums, 3), activation.apply(on, kept)), kept);
    }

    private <T> T gate(Operations<T> on, T sums, int part) {
        return recurrentActivation.apply(on, part(on, sums, part));
    }

    private <T> T part(Operations<T> on, T sums, int part) {
        return on.slice(sums, -1, part * units, units);
    }
}
