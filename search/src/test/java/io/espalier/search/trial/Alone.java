// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.trial;

import io.espalier.base.ProgressListener;
import io.espalier.base.Provenance;
import io.espalier.compress.distil.Distillation;
import io.espalier.data.OpenedDataset;
import io.espalier.data.Tasks;
import io.espalier.experiment.ExperimentConsole;
import io.espalier.experiment.ExperimentData;
import io.espalier.experiment.internal.ExperimentSettings;
import io.espalier.experiment.internal.ModelTraining;
import io.espalier.experiment.internal.UnfinishedWork;
import io.espalier.experiment.internal.WorkIdentity;
import io.espalier.experiment.recipe.Candidate;
import io.espalier.experiment.recipe.CompressionRecipe;
import io.espalier.experiment.recipe.RecipeRun;
import io.espalier.lite.file.GraphWriter;
import io.espalier.model.Model;
import io.espalier.model.keras.KerasFiles;
import io.espalier.train.StopSignal;
import io.espalier.train.TrainingResult;
import io.espalier.train.parametrize.ParametrizedModel;
import io.espalier.train.task.ModelOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Carries out one recipe from its first step to its last, with the training of the command compress, and without its measurements, which take long. */
final class Alone implements RecipeRun.Host {
    private final Path model;
    private final OpenedDataset opened;
    private final Path folder;
    private @Nullable ModelTraining training;
    private byte[] last = {};

    /** @param folder with the model, net.h5 */
    Alone(Path folder, OpenedDataset opened) throws IOException {
        this.model = folder.resolve("net.h5");
        this.opened = opened;
        this.folder = Files.createTempDirectory(folder, "alone");
    }

    /** The last .tflite file. */
    byte[] file(Trial trial) throws IOException {
        CompressionRecipe recipe = CompressionRecipe.parse(trial.recipe(), trial.name());
        Model network = KerasFiles.read(model);
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
        training = new ModelTraining(
                new ExperimentSettings(folder, recipe.seed(), 1, recipe.batchSize(), recipe.validationSplit(), false),
                new ExperimentConsole(nowhere, nowhere, false, ProgressListener.NONE),
                new StopSignal(),
                Tasks.of(ModelOutput.all(network, Optional.empty()), recipe.choices(), opened.forTraining()),
                opened.forTraining(),
                UnfinishedWork.in(folder, new WorkIdentity("alone"), false));
        RecipeRun.of(
                        recipe,
                        new ExperimentData(opened.origin().name(), opened.forTraining(), opened.forEvaluation()),
                        this)
                .run(network, Provenance.parent(model));
        return last;
    }

    @Override
    public Teachers teachers() {
        return teacher -> {
            throw new IOException(teacher);
        };
    }

    @Override
    public TrainingResult<ParametrizedModel> train(
            String name,
            ParametrizedModel changed,
            float learningRate,
            int epochs,
            Optional<Distillation> teacher,
            Provenance provenance)
            throws IOException {
        ModelTraining ready = Objects.requireNonNull(training);
        return teacher.isPresent()
                ? ready.distil(name, changed, teacher.get(), learningRate, epochs, provenance)
                : ready.train(name, changed, learningRate, epochs, provenance);
    }

    @Override
    public String keep(Candidate candidate) throws IOException {
        Path file = folder.resolve(candidate.fileName());
        if (candidate instanceof Candidate.Layers layers) {
            KerasFiles.write(layers.model(), layers.provenance(), file);
        } else {
            last = GraphWriter.toBytes(((Candidate.Lite) candidate).graph());
            Files.write(file, last);
        }
        return Provenance.parent(file);
    }
}
