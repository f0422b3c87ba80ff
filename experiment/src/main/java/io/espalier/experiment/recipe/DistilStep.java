// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.recipe;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.espalier.base.RecipeException;
import io.espalier.compress.preserve.Preserved;
import io.espalier.model.Model;
import io.espalier.train.parametrize.ParametrizedModel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lets the model learn from a teacher, and changes nothing else of it.
 *
 * @param distil the teacher
 * @param said how it is trained, without the teacher
 */
@JsonPropertyOrder({"distil", "train"})
record DistilStep(Teaching distil, @JsonProperty("train") Training said) implements TrainingStep {
    private static final float USUAL_RATE = 0.001f;

    public DistilStep {
        if (said.distil() != null) {
            throw new RecipeException("a 'distil' step already has a teacher; remove 'distil' from its 'train'");
        }
    }

    @JsonCreator
    static DistilStep read(
            @JsonProperty("distil") Teaching distil, @JsonProperty("train") Training.@Nullable Said train) {
        return new DistilStep(distil, Training.Said.or(train, USUAL_RATE));
    }

    @Override
    public StepKind kind() {
        return StepKind.DISTIL;
    }

    @Override
    public ParametrizedModel apply(Model model, StepContext context) {
        return Preserved.in(model);
    }

    @Override
    public List<String> notes(Model model, StepContext context) {
        List<String> notes = new ArrayList<>(train().notesIfAll());
        if (distil.labels() == 1) {
            notes.add("learns from the labels alone: with labels 1 the teacher has no weight");
        }
        return notes;
    }

    @Override
    @JsonIgnore
    public Training train() {
        return new Training(said.epochs(), said.learningRate(), distil);
    }
}
