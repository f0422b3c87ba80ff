// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.internal;

import io.espalier.base.internal.AtomicFile;
import io.espalier.experiment.ExperimentException;
import io.espalier.experiment.report.Report;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What an experiment keeps while it is not done, in a folder {@code unfinished} below its own: a checkpoint of each of its trainings, in order.
 * Those that are over are resumed at their end, which takes no time; so an experiment is resumed by doing all of it again.
 */
public final class UnfinishedWork {
    private static final String FOLDER = "unfinished";

    private final Path folder;
    private final boolean resumed;
    private int trainings;

    private UnfinishedWork(Path folder, boolean resumed) {
        this.folder = folder;
        this.resumed = resumed;
    }

    /**
     * Begins an experiment, or goes on with one.
     *
     * @param parent the experiment's folder
     * @param identity what is done, and to what: all that the result follows from
     * @param resumed whether it goes on with what is there
     * @throws ExperimentException if it is to go on, and there is nothing, or something else was begun
     */
    public static UnfinishedWork in(Path parent, WorkIdentity identity, boolean resumed) throws IOException {
        Path folder = parent.resolve(FOLDER);
        Path begun = folder.resolve("work.txt");
        if (resumed) {
            if (!Files.exists(begun)) {
                throw new ExperimentException(parent
                        + (Files.exists(parent.resolve(Report.FILE_NAME))
                                ? ": the run there is finished, so there is nothing to resume; its figures are in "
                                        + Report.FILE_NAME
                                        + ". To run again, replace --resume by --force, or choose another folder"
                                : ": there is no unfinished run to resume; remove --resume"));
            }
            identity.difference(Files.readString(begun)).ifPresent(difference -> {
                throw new ExperimentException(parent + ": the unfinished run there is a different one: " + difference
                        + " (see " + begun
                        + "); resume with the same model, recipe, data and options, or choose another folder");
            });
        } else {
            delete(folder);
            Files.createDirectories(folder);
            AtomicFile.write(begun, identity.text().getBytes(StandardCharsets.UTF_8));
        }
        return new UnfinishedWork(folder, resumed);
    }

    /** Whether the folder of an experiment holds some. */
    public static boolean isIn(Path parent) {
        return Files.isDirectory(parent.resolve(FOLDER));
    }

    /** The checkpoint of the next training; it is there already where that is to be resumed. */
    Path next() throws IOException {
        Path checkpoint = folder.resolve("training-" + ++trainings + ".npz");
        if (!resumed) {
            Files.deleteIfExists(checkpoint);
        }
        return checkpoint;
    }

    /** Where the model of the training that is under way is kept; no file of a recipe can be there. */
    Path model() {
        return folder.resolve("checkpoint.h5");
    }

    /** Takes everything away once the experiment is done. */
    public void finish() throws IOException {
        delete(folder);
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
