// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.trial;

import io.espalier.base.Provenance;
import io.espalier.compress.distil.Distillation;
import io.espalier.data.Dataset;
import io.espalier.data.Tasks;
import io.espalier.experiment.TeacherFile;
import io.espalier.experiment.internal.ExperimentSettings;
import io.espalier.experiment.internal.ModelTraining;
import io.espalier.experiment.recipe.Candidate;
import io.espalier.experiment.recipe.RecipeRun;
import io.espalier.experiment.recipe.RecipeRun.Outcome;
import io.espalier.lite.Graph;
import io.espalier.lite.file.GraphWriter;
import io.espalier.model.keras.KerasFiles;
import io.espalier.search.trial.Claims.Claim;
import io.espalier.train.StopSignal;
import io.espalier.train.Trainer;
import io.espalier.train.TrainingResult;
import io.espalier.train.history.TrainingException;
import io.espalier.train.parametrize.ParametrizedModel;
import io.espalier.train.task.TaskLoss;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What stands around the recipe of one trial: takes what is in the store, trains what is not, and keeps it there. */
final class TrialHost implements RecipeRun.Host, AutoCloseable {
    private final TrialStore store;
    private final Claims claims;
    private final TrialPath path;
    private final ExperimentSettings settings;
    private final Tasks tasks;
    private final Dataset train;
    private final double share;
    private final StopSignal stop;
    private @Nullable Claim claim;
    private int place;
    private long trainedSteps;
    private @Nullable Graph file;

    TrialHost(
            TrialStore store,
            Claims claims,
            TrialPath path,
            ExperimentSettings settings,
            Tasks tasks,
            Dataset train,
            double share,
            StopSignal stop) {
        this.store = store;
        this.claims = claims;
        this.path = path;
        this.settings = settings;
        this.tasks = tasks;
        this.train = tasks.labelled(train);
        this.share = share;
        this.stop = stop;
    }

    /** It was asked to stop. */
    static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** The last .tflite file of the recipe. */
    Optional<byte[]> file() {
        return file == null ? Optional.empty() : Optional.of(GraphWriter.toBytes(file));
    }

    /** How many training steps were done here. */
    long trainedSteps() {
        return trainedSteps;
    }

    @Override
    public Optional<Outcome> known(int step) throws IOException {
        place = step;
        String key = path.key(step);
        Optional<Outcome> known = isCut() ? Optional.empty() : store.step(key);
        if (known.isPresent()) {
            return known;
        }
        claim = claims.take(key, store.lock(key), stop).orElseThrow(Stopped::new);
        known = isCut() ? Optional.empty() : store.step(key);
        if (known.isPresent()) {
            release();
        }
        return known;
    }

    /** Whether the step at hand is trained in part only. */
    private boolean isCut() {
        return share < 1 && place == path.lastTraining();
    }

    @Override
    public void stepEnded(int step, Outcome after) throws IOException {
        if (!isCut()) {
            store.putStep(path.key(step), after);
        }
        release();
    }

    @Override
    public TrainingResult<ParametrizedModel> train(
            String name,
            ParametrizedModel model,
            float learningRate,
            int epochs,
            Optional<Distillation> teacher,
            Provenance provenance)
            throws IOException {
        Path checkpoint = store.work(path.key(place)).resolve("checkpoint.npz");
        long all = (long) epochs * settings.stepsPerEpoch(train.size());
        StepLimit limit = new StepLimit(isCut() ? Math.max(1, (long) Math.ceil(all * share)) : Long.MAX_VALUE, stop);
        Optional<Distillation> purposeful = teacher.map(distillation -> distillation.withTasks(tasks));
        Trainer trainer = ModelTraining.trainer(
                        settings,
                        purposeful
                                .map(distillation -> distillation.lossFor(model.raw()))
                                .orElseGet(() -> TaskLoss.of(tasks)),
                        learningRate,
                        epochs)
                .withStopSignal(limit.signal())
                .withCheckpoints(checkpoint)
                .withCallbacks(limit);
        Dataset examples =
                purposeful.map(distillation -> distillation.teach(train)).orElse(train);
        try {
            TrainingResult<ParametrizedModel> result =
                    (Files.exists(checkpoint) ? trainer.withResumeFrom(checkpoint) : trainer).fit(model, examples);
            if (stop.isGiven()) {
                throw new Stopped();
            }
            return result;
        } catch (TrainingException e) {
            store.putFailure(path.key(place), String.valueOf(e.getMessage()));
            throw e;
        } finally {
            trainedSteps += limit.done();
        }
    }

    @Override
    public void conversionBegins(String parent) {
        if (stop.isGiven()) {
            throw new Stopped();
        }
    }

    @Override
    public Teachers teachers() {
        return teacher -> TeacherFile.open(Path.of(teacher));
    }

    @Override
    public String keep(Candidate candidate) throws IOException {
        if (candidate instanceof Candidate.Layers layers) {
            // What follows names this file with its content, as if it stayed.
            Path folder = Files.createTempDirectory(store.work(path.leaf()), "export");
            Path written = folder.resolve(candidate.fileName());
            try {
                KerasFiles.write(layers.model(), layers.provenance(), written);
                return Provenance.parent(candidate.fileName(), ByteBuffer.wrap(Files.readAllBytes(written)));
            } finally {
                Files.deleteIfExists(written);
                Files.deleteIfExists(folder);
            }
        }
        file = ((Candidate.Lite) candidate).graph();
        return Provenance.parent(candidate.fileName(), ByteBuffer.wrap(GraphWriter.toBytes(file)));
    }

    private void release() throws IOException {
        if (claim != null) {
            claim.close();
            claim = null;
        }
    }

    @Override
    public void close() throws IOException {
        release();
    }
}
