// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.recipe;

import io.espalier.base.Provenance;
import io.espalier.compress.distil.Distillation;
import io.espalier.train.TrainingResult;
import io.espalier.train.parametrize.ParametrizedModel;
import java.io.IOException;
import java.util.Optional;

/** What stands around a {@link RecipeRun}: who trains its models, shows how far it is, and keeps what it makes. */
public interface RecipeHost {
    /** Opens the teachers that recipes name. */
    @FunctionalInterface
    interface Teachers {
        /**
         * The teacher of a name, such as a file.
         *
         * @throws IOException if it cannot be read
         */
        Distillation open(String teacher) throws IOException;
    }

    /** Where the teachers come from that the recipe names. */
    Teachers teachers();

    /** A step that trains begins; {@code what} says which of how many, and all that it does. */
    default void stepBegins(String what) {}

    /** A changed model is about to be trained. */
    default void trainingBegins(ParametrizedModel model) {}

    /** A conversion is about to begin, of a model whose nearest file is {@code parent}; a host that was asked to stop throws here. */
    default void conversionBegins(String parent) {}

    /**
     * Trains a model.
     *
     * @param name of the training, such as {@code small-prune}
     * @param epochs 1 or more
     * @param teacher whose answers are learnt besides the labels
     * @param provenance of what comes of it
     */
    TrainingResult<ParametrizedModel> train(
            String name,
            ParametrizedModel model,
            float learningRate,
            int epochs,
            Optional<Distillation> teacher,
            Provenance provenance)
            throws IOException;

    /**
     * Keeps what was made, as soon as it is there.
     *
     * @return its file as {@link Provenance#parent} names it, for what is made of it later
     */
    String keep(Candidate candidate) throws IOException;
}
