// SPDX-License-Identifier: Apache-2.0
package io.espalier.train;

import io.espalier.data.Dataset;
import io.espalier.model.Weights;
import io.espalier.train.TrainingSettings.CheckpointFiles;
import io.espalier.train.checkpoint.TrainingCheckpoint;
import io.espalier.train.checkpoint.TrainingIdentity;
import io.espalier.train.checkpoint.TrainingPosition;
import io.espalier.train.history.TrainingException;
import io.espalier.train.parametrize.ParametrizedModel;
import io.espalier.train.session.TrainingSession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The checkpoints of one training run: the one it resumes from, those it writes, and the last good one. All are optional. */
final class Checkpoints {
    private final CheckpointFiles files;
    private final int epochs;
    private final Optional<TrainingIdentity> identity;
    private Optional<Last> last = Optional.empty();

    private record Last(Path file, TrainingPosition position) {}

    Checkpoints(TrainingSettings settings, ParametrizedModel model, Dataset training) {
        this.files = settings.checkpoints();
        this.epochs = settings.epochs();
        this.identity =
                files.written().or(files::resumed).map(file -> TrainingIdentity.of(model, training, settings.method()));
    }

    /**
     * Reads the one to go on from, if there is one.
     *
     * @throws TrainingException if it cannot be read, is of another training, or beyond the epochs that are asked for
     */
    Optional<TrainingCheckpoint> resumed() {
        Optional<TrainingCheckpoint> read = files.resumed().map(this::read);
        last = read.map(checkpoint -> new Last(files.resumed().orElseThrow(), checkpoint.position()));
        return read;
    }

    private TrainingCheckpoint read(Path file) {
        TrainingCheckpoint checkpoint = TrainingCheckpoint.read(file);
        List<String> differences = checkpoint.identity().differencesTo(identity.orElseThrow());
        if (!differences.isEmpty()) {
            throw new TrainingException(
                    "checkpoint " + file + " belongs to a different training run: " + String.join("; ", differences)
                            + "; resume with the same model, data and settings, or start without the checkpoint");
        }
        TrainingPosition position = checkpoint.position();
        if (position.epochsBegun() > epochs) {
            throw new TrainingException(
                    "checkpoint " + file + " is " + position + ", but the run has only " + epochs + " epochs");
        }
        return checkpoint;
    }

    /** Writes one, unless none are wanted or the file holds this one already. */
    void write(TrainingPosition position, TrainingSession session, Map<String, Weights> kept) {
        if (files.written().isEmpty()) {
            return;
        }
        Path file = files.written().get();
        if (isLast(file, position)) {
            return;
        }
        TrainingCheckpoint checkpoint =
                new TrainingCheckpoint(identity.orElseThrow(), position, session.variables(), session.slots(), kept);
        try {
            checkpoint.write(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        last = Optional.of(new Last(file, position));
    }

    // An epoch ends with its last step, so the number of steps tells the position.
    private boolean isLast(Path file, TrainingPosition position) {
        return last.filter(
                        there -> there.file().equals(file) && there.position().steps() == position.steps())
                .isPresent();
    }

    /** Where one may go back to, for the end of a message; empty if there is nothing. */
    String advice() {
        return last.map(good -> "; the last good checkpoint, " + good.position() + ", is " + good.file()
                        + "; training can be resumed from it")
                .orElse("");
    }
}
