// SPDX-License-Identifier: Apache-2.0
package io.espalier.lab.mnist;

import io.espalier.data.DatasetSplit;
import io.espalier.experiment.ExperimentConsole;
import io.espalier.experiment.ModelFormats;
import io.espalier.model.Model;
import io.espalier.model.format.ModelFormat.ReadOptions;
import io.espalier.model.format.ModelFormat.StoredModel;
import io.espalier.model.format.ModelSource;
import io.espalier.model.keras.KerasFormat;
import io.espalier.search.run.RecipeSearch;
import io.espalier.search.run.SearchPlan;
import io.espalier.search.run.SearchReport;
import io.espalier.train.StopSignal;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The search for the recipe of the lab's smallest model. */
final class LabSearch {
    /** Recipes with open choices, which start from the distilled student and are taught by the teacher beside it. */
    static final String SPACE = "smallest-space.yaml";

    /** What the search found in this space, with seed 42. */
    private static final String FOUND = "smallest.yaml";

    private static final String TEACHER = "teacher.h5";
    private static final String STUDENT = "distilled.h5";
    static final String FOLDER = "search";
    private static final String NAME = "smallest";

    private final MnistLabSettings settings;
    private final ExperimentConsole console;
    private final StopSignal stop;

    LabSearch(MnistLabSettings settings, ExperimentConsole console, StopSignal stop) {
        this.settings = settings;
        this.console = console;
        this.stop = stop;
    }

    /** The space as text. */
    static String space() {
        return text(SPACE);
    }

    /** The steps of the recipe that was found, without the settings before them. */
    static String found() {
        String steps = "steps:\n";
        String recipe = text(FOUND);
        return recipe.substring(recipe.indexOf(steps) + steps.length());
    }

    /**
     * Searches, in a folder below that of the lab, where the teacher and the student are.
     *
     * @throws IOException if a file cannot be read or written
     */
    SearchReport run(DatasetSplit data) throws IOException {
        return run(data, space());
    }

    /** The same in a space as text. */
    SearchReport run(DatasetSplit data, String space) throws IOException {
        Path folder = settings.folder().resolve(FOLDER);
        boolean resumed = settings.resumed() && Files.isDirectory(folder);
        Files.createDirectories(folder);
        try (ModelSource file = ModelSource.open(settings.folder().resolve(STUDENT))) {
            return search(space, settings.folder()).run(file, read(file), () -> data, folder, resumed, console, stop);
        }
    }

    /**
     * What {@link #run(DatasetSplit)} would do. Training takes as long whatever the weights are, so networks that nobody trained stand for the teacher and
     * the student, in a folder that is deleted.
     */
    SearchPlan plan(DatasetSplit data) throws IOException {
        Path folder = Files.createTempDirectory("espalier-lab");
        try {
            KerasFormat.H5.write(LabNetworks.teacher(settings.seed()), null, folder.resolve(TEACHER));
            KerasFormat.H5.write(LabNetworks.student(settings.seed()), null, folder.resolve(STUDENT));
            try (ModelSource file = ModelSource.open(folder.resolve(STUDENT))) {
                return search(space(), folder)
                        .plan(file, read(file), () -> data, folder.resolve(FOLDER), console, stop);
            }
        } finally {
            Files.deleteIfExists(folder.resolve(TEACHER));
            Files.deleteIfExists(folder.resolve(STUDENT));
            Files.deleteIfExists(folder);
        }
    }

    /** @param folder where the teacher is */
    private RecipeSearch search(String space, Path folder) {
        String teacher = folder.resolve(TEACHER).toString().replace("'", "''");
        return RecipeSearch.parse(space.replace(TEACHER, "'" + teacher + "'"), NAME)
                .withSeed(settings.seed())
                .withThreads(settings.threads());
    }

    private static StoredModel<Model> read(ModelSource file) throws IOException {
        return ModelFormats.of(file)
                .orElseThrow()
                .read(file, ReadOptions.NONE)
                .as(Model.class)
                .orElseThrow();
    }

    private static String text(String name) {
        try (InputStream file = LabSearch.class.getResourceAsStream(name)) {
            if (file == null) {
                throw new IllegalStateException(name + " is missing from its package");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
