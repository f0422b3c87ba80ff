// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.trial;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.base.internal.AtomicFile;
import io.espalier.base.internal.JsonTree;
import io.espalier.experiment.recipe.RecipeRun.Outcome;
import io.espalier.experiment.report.Report;
import io.espalier.model.keras.KerasFiles;
import io.espalier.model.keras.KerasFormat;
import io.espalier.train.history.TrainingException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Results by content: {@code steps/KEY.h5} is the model after a step, {@code trials/KEY.tflite} and {@code trials/KEY.json} are a file and its figures,
 * {@code work/KEY} is a training that is under way. Each file is there wholly or not at all, and the {@code .json} is written last: it says that the others
 * are there.
 */
final class TrialStore {
    private final Path folder;

    /** @throws IOException if the folder cannot be made */
    TrialStore(Path folder) throws IOException {
        this.folder = folder;
        for (String part : List.of("steps", "trials", "locks", "work")) {
            Files.createDirectories(folder.resolve(part));
        }
    }

    /** A claim on a key: only one thread of all processes has it at a time. */
    Path lock(String key) {
        return folder.resolve("locks").resolve(key + ".lock");
    }

    /** The .tflite file of a trial. */
    Path file(String key) {
        return folder.resolve("trials").resolve(key + ".tflite");
    }

    /** The folder of a training that is under way; made if it is not there. */
    Path work(String key) throws IOException {
        return Files.createDirectories(folder.resolve("work").resolve(key));
    }

    /** Takes away what a training needed while it was under way. */
    void endWork(String key) throws IOException {
        Path work = folder.resolve("work").resolve(key);
        if (Files.isDirectory(work)) {
            try (var files = Files.newDirectoryStream(work)) {
                for (Path file : files) {
                    Files.deleteIfExists(file);
                }
            }
            Files.deleteIfExists(work);
        }
    }

    /**
     * What a step gave; its parent is not known here.
     *
     * @throws TrainingException if it failed, for the same reason
     */
    Optional<Outcome> step(String key) throws IOException {
        Optional<JsonNode> known = read(folder.resolve("steps").resolve(key + ".json"));
        if (known.isEmpty()) {
            return Optional.empty();
        }
        @Nullable String error = known.get().path("error").textValue();
        if (error != null) {
            throw new TrainingException(error);
        }
        List<Report.Epoch> epochs = new ArrayList<>();
        known.get().path("epochs").forEach(epoch -> epochs.add(StoredEpoch.read(epoch)));
        return Optional.of(new Outcome(KerasFiles.read(folder.resolve("steps").resolve(key + ".h5")), "", epochs));
    }

    /** Whether a step is there, or failed. */
    boolean hasStep(String key) {
        return Files.exists(folder.resolve("steps").resolve(key + ".json"));
    }

    void putStep(String key, Outcome outcome) throws IOException {
        KerasFormat.H5.write(outcome.model(), null, folder.resolve("steps").resolve(key + ".h5"));
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        outcome.history().forEach(epoch -> json.withArray("epochs").add(StoredEpoch.write(epoch)));
        write(folder.resolve("steps").resolve(key + ".json"), json);
        endWork(key);
    }

    /** Keeps that a step failed, so that nobody tries it again. */
    void putFailure(String key, String error) throws IOException {
        write(
                folder.resolve("steps").resolve(key + ".json"),
                JsonNodeFactory.instance.objectNode().put("error", error));
        endWork(key);
    }

    /** What came of a trial with this key. */
    Optional<TrialResult> trial(String key, Trial trial) throws IOException {
        Optional<JsonNode> known = read(folder.resolve("trials").resolve(key + ".json"));
        return known.isEmpty() ? Optional.empty() : Optional.of(StoredResult.read(known.get(), trial, key));
    }

    void putTrial(TrialResult result, byte[] tflite) throws IOException {
        AtomicFile.write(file(result.key()), tflite);
        write(folder.resolve("trials").resolve(result.key() + ".json"), StoredResult.write(result));
    }

    private static Optional<JsonNode> read(Path file) throws IOException {
        return Files.exists(file) ? Optional.of(JsonTree.parse(Files.readString(file))) : Optional.empty();
    }

    private static void write(Path file, JsonNode json) throws IOException {
        AtomicFile.write(file, (JsonTree.print(json) + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
