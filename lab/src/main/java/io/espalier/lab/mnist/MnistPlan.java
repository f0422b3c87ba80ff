// SPDX-License-Identifier: Apache-2.0
package io.espalier.lab.mnist;

import io.espalier.compress.distil.Distillation;
import io.espalier.data.Task;
import io.espalier.data.Task.Choice;
import io.espalier.data.Tasks;
import io.espalier.experiment.ExperimentData;
import io.espalier.experiment.internal.ExpectedTime;
import io.espalier.experiment.internal.ExpectedTime.Load;
import io.espalier.experiment.internal.ExperimentSettings;
import io.espalier.experiment.internal.RecipeRunner;
import io.espalier.experiment.recipe.RecipeRun;
import io.espalier.experiment.recipe.RecipeRun.Planned;
import io.espalier.experiment.report.Report;
import io.espalier.lab.LabPlan;
import io.espalier.lab.LabPlan.Part;
import io.espalier.lab.report.MnistReport;
import io.espalier.model.Model;
import io.espalier.train.StopSignal;
import io.espalier.train.task.ModelOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Goes through the lab without doing it. */
final class MnistPlan {
    private static final String BASELINE = "baseline";
    private static final List<LabRecipe> OF_BASELINE = List.of(
            LabRecipe.PRUNED, LabRecipe.CLUSTERED, LabRecipe.QAT, LabRecipe.PQAT, LabRecipe.CQAT, LabRecipe.PCQAT);
    private static final List<LabRecipe> OF_STUDENT = List.of(LabRecipe.DISTILLED, LabRecipe.SMALLEST);

    private final MnistLabSettings settings;
    private final ExperimentSettings experiment;
    private final ExperimentData data;
    private final StopSignal stop;
    private final Tasks tasks;
    private final List<Part> parts = new ArrayList<>();

    MnistPlan(MnistLabSettings settings, ExperimentData data, StopSignal stop) {
        this.settings = settings;
        this.experiment = settings.experiment();
        this.data = data;
        this.stop = stop;
        this.tasks = Tasks.of(Task.of(ModelOutput.of(MnistLab.network(settings.seed())), Choice.NONE, data.train()));
    }

    LabPlan plan() throws IOException {
        Model baseline = MnistLab.network(settings.seed());
        Model teacher = LabNetworks.teacher(settings.seed());
        Model student = LabNetworks.student(settings.seed());
        List<Load> loads = new ArrayList<>();

        long steps = training(BASELINE, settings.epochs());
        conversions();
        loads.add(new Load(baseline, steps + recipes(OF_BASELINE, baseline, teacher)));
        loads.add(new Load(teacher, training("teacher", MnistLab.TEACHER_EPOCHS)));
        loads.add(new Load(student, recipes(OF_STUDENT, student, teacher)));
        List<String> results = new ArrayList<>(List.of(
                LabRecipe.PCQAT.files() + "-c",
                LabRecipe.SMALLEST.files() + "-c",
                RecipeRunner.FOLDER,
                Report.FILE_NAME,
                Report.PAGE_NAME));
        results.addAll(MnistReport.NAMES);
        return new LabPlan(
                MnistLab.NAME,
                settings.folder(),
                parts,
                results,
                ExpectedTime.describe(loads, tasks, data.train(), experiment, stop));
    }

    private long training(String name, int epochs) {
        long steps = (long) epochs * experiment.stepsPerEpoch(data.train().size());
        parts.add(LabPlan.training(name, "", experiment.training(MnistLabSettings.LEARNING_RATE, epochs), steps));
        return steps;
    }

    private void conversions() {
        List<Planned> steps = new ArrayList<>();
        for (Conversion conversion : Conversion.ALL) {
            steps.add(new Planned(
                    steps.size() + 1,
                    "convert",
                    "convert " + conversion.recipe(),
                    List.of(),
                    0,
                    List.of(conversion.fileName())));
        }
        parts.add(new Part("conversions", BASELINE, steps));
    }

    /** The model that the lab gives to a recipe; its layers are those of the one that the plan goes through it with. */
    private static String from(LabRecipe recipe) {
        return switch (recipe) {
            case PRUNED, CLUSTERED, QAT -> BASELINE;
            case PQAT, PCQAT -> LabRecipe.PRUNED.files();
            case CQAT -> LabRecipe.CLUSTERED.files();
            case DISTILLED -> "a smaller network that is not trained yet";
            case SMALLEST -> LabRecipe.DISTILLED.files();
        };
    }

    /** @return how many steps they train */
    private long recipes(List<LabRecipe> recipes, Model start, Model teacher) throws IOException {
        long steps = 0;
        for (LabRecipe recipe : recipes) {
            Part part = new Part(
                    recipe.files(),
                    from(recipe),
                    RecipeRun.plan(recipe.with(experiment), start, tasks, data, name -> Distillation.from(teacher))
                            .steps());
            parts.add(part);
            steps += part.trainingSteps();
        }
        return steps;
    }
}
