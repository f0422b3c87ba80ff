// SPDX-License-Identifier: Apache-2.0
package io.espalier.train;

import io.espalier.train.history.History;
import java.util.Objects;

/**
 * The result of a training run.
 *
 * @param model the trained model
 * @param history loss and accuracy of each epoch
 * @param <M> {@code Model} or {@code ParametrizedModel}, as given to {@link Trainer}
 */
public record TrainingResult<M>(M model, History history) {
    public TrainingResult {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(history, "history");
    }
}
