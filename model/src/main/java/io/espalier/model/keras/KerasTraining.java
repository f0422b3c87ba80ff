// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras;

import java.util.List;
import java.util.Optional;

/**
 * How a model was trained, as far as its file says: what Keras's {@code compile} was given, and where the optimizer was.
 *
 * @param loss Keras's name, such as {@code sparse_categorical_crossentropy}; empty if there is none, or several
 * @param fromLogits whether the loss takes what a model puts out for logits
 * @param metrics the names of what else was measured
 */
public record KerasTraining(
        Optional<String> loss, boolean fromLogits, List<String> metrics, Optional<KerasOptimizer> optimizer) {
    public KerasTraining {
        metrics = List.copyOf(metrics);
    }
}
