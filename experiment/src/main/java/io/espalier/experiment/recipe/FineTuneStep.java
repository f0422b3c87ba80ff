// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.recipe;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.espalier.compress.preserve.Preserved;
import io.espalier.model.Model;
import io.espalier.train.parametrize.ParametrizedModel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Trains the model on, and changes nothing else of it. In a recipe: {@code fine_tune: {epochs: 2, learning_rate: 0.0001}}. */
record FineTuneStep(@JsonProperty("fine_tune") Training train) implements TrainingStep {
    private static final float USUAL_RATE = 0.001f;

    @JsonCreator
    static FineTuneStep read(@JsonProperty("fine_tune") Training.@Nullable Said train) {
        return new FineTuneStep(Training.Said.or(train, USUAL_RATE));
    }

    @Override
    public StepKind kind() {
        return StepKind.FINE_TUNE;
    }

    @Override
    public ParametrizedModel apply(Model model, StepContext context) {
        return Preserved.in(model);
    }

    @Override
    public List<String> notes(Model model, StepContext context) {
        return train().notesIfAll();
    }
}
