// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.recipe;

import io.espalier.base.RecipeException;
import io.espalier.compress.CompressionException;
import io.espalier.compress.distil.Distillation;
import io.espalier.data.Tasks;
import io.espalier.experiment.ExperimentData;
import io.espalier.experiment.recipe.RecipeRun.Host;
import io.espalier.experiment.recipe.RecipeRun.Plan;
import io.espalier.experiment.recipe.RecipeRun.Planned;
import io.espalier.lite.convert.Converter;
import io.espalier.lite.quantize.Quantizer;
import io.espalier.model.Model;
import io.espalier.model.format.ModelFormat;
import io.espalier.model.keras.KerasFormat;
import io.espalier.model.tensor.ModelException;
import io.espalier.runtime.InterpreterException;
import io.espalier.train.history.TrainingException;
import io.espalier.train.parametrize.ParametrizedModel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Goes through a recipe without training, so that a step that cannot be done is known before hours were spent on those before it. */
final class Rehearsal {
    private final CompressionRecipe recipe;
    private final int stepsPerEpoch;
    private final Tasks tasks;
    private final Host.Teachers teachers;
    private final List<String> notes = new ArrayList<>();
    private final List<Planned> planned = new ArrayList<>();

    Rehearsal(CompressionRecipe recipe, int stepsPerEpoch, Tasks tasks, Host.Teachers teachers) {
        this.recipe = recipe;
        this.stepsPerEpoch = stepsPerEpoch;
        this.tasks = tasks;
        this.teachers = teachers;
    }

    /**
     * What steps would do, and what they will not do.
     *
     * @throws CompressionException if a step, or a rule of one, does not fit the model, or its teacher does not fit the data; names the step
     */
    Plan run(Model original, ExperimentData data) throws IOException {
        Model model = original;
        for (int place = 1; place <= recipe.steps().size(); place++) {
            Step step = recipe.steps().get(place - 1);
            try {
                if (step instanceof TrainingStep training) {
                    StepContext context = recipe.context(training, stepsPerEpoch);
                    for (String note : training.notes(model, context)) {
                        notes.add(training.title(place) + note);
                    }
                    ParametrizedModel changed = tried(training, context, model, original, data);
                    planned.add(planned(place, training, context, AffectedLayers.of(model, changed)));
                    // Only whether the shapes become others matters to the steps behind; the values are yet to be
                    // trained.
                    model = changed.raw();
                    continue;
                }
                if (step instanceof QuantizeStep quantize) {
                    Quantizer.of(quantize.recipe())
                            .checkRules(Converter.of(model).lowered());
                } else if (step instanceof ExportStep export) {
                    check(export.formats(), model);
                }
                planned.add(new Planned(
                        place, step.kind().key(), step.describe(), List.of(), 0, step.fileNames(recipe.name())));
            } catch (CompressionException
                    | InterpreterException
                    | ModelException
                    | TrainingException
                    | RecipeException e) {
                throw new CompressionException(step.title(place) + e.getMessage());
            }
        }
        return new Plan(planned, notes);
    }

    private static Planned planned(int place, TrainingStep step, StepContext context, List<String> layers) {
        return new Planned(place, step.kind().key(), step.describe(), layers, context.steps(), List.of());
    }

    private static void check(List<ModelFormat<?>> formats, Model model) {
        for (ModelFormat<?> format : formats) {
            format.of(Model.class).ifPresent(ofModels -> ofModels.check(model));
        }
    }

    private ParametrizedModel tried(
            TrainingStep step, StepContext context, Model model, Model original, ExperimentData data)
            throws IOException {
        ParametrizedModel applied = step.apply(model, context);
        Model changed = applied.raw();
        // Checkpoints are such files.
        check(List.of(KerasFormat.H5), changed);
        Teaching teaching = step.train().distil();
        if (teaching != null) {
            Distillation distillation =
                    TeacherChoice.of(teaching, original, teachers).withTasks(tasks);
            distillation.teach(data.train().slice(0, 1));
            distillation.lossFor(changed);
        }
        return applied;
    }
}
