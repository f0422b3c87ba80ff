// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.recipe;

import io.espalier.model.Model;
import io.espalier.train.parametrize.ParametrizedModel;
import java.util.List;

/**
 * A step after which the model has other weights. What earlier steps, or others, made of these is kept: zeros stay zeros, and weights that share
 * values go on sharing them.
 */
sealed interface TrainingStep extends Step
        permits PruneStep, PruneFiltersStep, ClusterStep, QuantizeAwareStep, DistilStep, FineTuneStep {
    /**
     * The model as it is to be trained.
     *
     * @throws io.espalier.compress.CompressionException if the step does not fit the model
     * @throws io.espalier.model.tensor.ModelException if it names a layer that the model does not have
     */
    ParametrizedModel apply(Model model, StepContext context);

    /** What the step does not do, and why, where that may surprise. */
    default List<String> notes(Model model, StepContext context) {
        return List.of();
    }

    /** The names and patterns of the layers that it is done to; none for all. */
    default List<String> names() {
        return List.of();
    }

    /** How it is trained then. */
    Training train();

    /** The same step with everything said that follows from how long it is trained. */
    default TrainingStep resolved(StepContext context) {
        return this;
    }
}
