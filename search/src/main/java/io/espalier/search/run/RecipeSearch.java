// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.run;

import io.espalier.base.yaml.StrictYaml;
import io.espalier.data.Tasks.Choices;
import io.espalier.experiment.ExperimentConsole;
import io.espalier.model.Model;
import io.espalier.model.format.ModelFormat.StoredModel;
import io.espalier.model.format.ModelSource;
import io.espalier.search.SearchException;
import io.espalier.search.space.RecipeSpace;
import io.espalier.search.space.SamplerSettings;
import io.espalier.search.trial.TrialData;
import io.espalier.search.trial.TrialRunner;
import io.espalier.train.StopSignal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Looks for the best recipe of a space: a recipe in which keys have several values and steps may be left out.
 *
 * <pre>{@code
 * RecipeSearch search = RecipeSearch.read(Path.of("space.yaml")).withWorkers(2).withThreads(1);
 * SearchReport report = search.run(file, model, data, folder, false, console, new StopSignal());
 * }</pre>
 *
 * <p>What trials have in common is trained once. The choice is made on the validation part of the training examples, which no trial trains on; the test
 * part is used once, for the files that no other beats. Leaves in its folder {@code search.json}, {@code search.html}, {@code best.yaml}, which the
 * command compress turns into the same bytes again, the chosen file, and all results by content in {@code store}.
 */
public final class RecipeSearch {
    private final RecipeSpace space;
    private final SearchSettings settings;

    private RecipeSearch(RecipeSpace space, SearchSettings settings) {
        this.space = space;
        this.settings = settings;
    }

    /**
     * Reads a space from a YAML file.
     *
     * @throws io.espalier.base.RecipeException if it is none; names everything that is wrong, with line and column, and suggests corrections
     * @throws IOException if it cannot be read
     */
    public static RecipeSearch read(Path file) throws IOException {
        String name = String.valueOf(file.getFileName()).replaceFirst("\\.ya?ml$", "");
        return StrictYaml.readFile(file, text -> parse(text, name));
    }

    /**
     * Reads a space from YAML.
     *
     * @param name of the recipes, unless the space has a key {@code name}
     * @throws io.espalier.base.RecipeException as {@link #read}
     */
    public static RecipeSearch parse(String yaml, String name) {
        return new RecipeSearch(RecipeSpace.parse(yaml, name), SearchSettings.USUAL);
    }

    /** The names of all samplers. */
    public static List<String> samplers() {
        return SamplerSettings.NAMES;
    }

    /** With what is said here about what the model is for. */
    public RecipeSearch withChoices(Choices said) {
        return with(settings.withChoices(said));
    }

    /**
     * With another sampler than the space has.
     *
     * @throws SearchException if there is none of this name
     */
    public RecipeSearch withSampler(String name) {
        if (!SamplerSettings.NAMES.contains(name)) {
            throw SearchException.badUse(
                    "there is no sampler '" + name + "'; choose from " + String.join(", ", SamplerSettings.NAMES));
        }
        SamplerSettings known = space.goals().sampler().orElse(SamplerSettings.GRID);
        return with(settings.withSampler(Optional.of(known.named(name))));
    }

    /** With so many trials, of samplers that choose. */
    public RecipeSearch withTrials(int number) {
        require("trials", number);
        return with(settings.withTrials(OptionalInt.of(number)));
    }

    /** With at most so many trials; a search that would need more is refused. The default is 256. */
    public RecipeSearch withMaxTrials(long number) {
        require("trials at most", number);
        return with(settings.withMostTrials(number));
    }

    /** With this seed of all recipes and of the sampler. */
    public RecipeSearch withSeed(long number) {
        return with(settings.withSeed(OptionalLong.of(number)));
    }

    /** With so many threads for each trial; results depend on it. The default is the number of processors. */
    public RecipeSearch withThreads(int number) {
        require("threads", number);
        return with(settings.withThreads(number));
    }

    /** With so many trials at once in this process; results do not depend on it. The default is 1. */
    public RecipeSearch withWorkers(int number) {
        require("workers", number);
        return with(settings.withWorkers(number));
    }

    /** With trials run by another, such as a cluster. */
    public RecipeSearch withRunner(TrialRunner other) {
        return with(settings.withRunner(Optional.of(other)));
    }

    private RecipeSearch with(SearchSettings changed) {
        return new RecipeSearch(space, changed);
    }

    private static void require(String what, long number) {
        if (number < 1) {
            throw SearchException.badUse("the number of " + what + " must be 1 or more, not " + number);
        }
    }

    /** Whether a search was begun in a folder. */
    public static boolean isIn(Path folder) {
        return SearchFolder.isIn(folder);
    }

    /**
     * Takes a search out of a folder, with all its results, and nothing else.
     *
     * @throws IOException if a file cannot be deleted
     */
    public static void clear(Path folder) throws IOException {
        SearchFolder.clear(folder);
    }

    /** The files of teachers that recipes of the space name. */
    public List<String> teachers() {
        return space.samples().stream()
                .flatMap(recipe -> recipe.teachers().stream())
                .distinct()
                .toList();
    }

    /**
     * Searches.
     *
     * @param file an open Keras file
     * @param stored what was read from it
     * @param data how the data are opened, here and where trials run
     * @param folder where all files go; exists
     * @param resumed whether to go on with what is there
     * @return what was found; no best if nothing keeps the constraints
     * @throws SearchException if the space has too many recipes, or the folder holds another search
     * @throws io.espalier.experiment.ExperimentException.Stopped if it was asked to stop; what is done is in the folder
     * @throws IOException if a file cannot be read or written
     */
    public SearchReport run(
            ModelSource file,
            StoredModel<Model> stored,
            TrialData data,
            Path folder,
            boolean resumed,
            ExperimentConsole console,
            StopSignal stop)
            throws IOException {
        RecipeSpace named = resumed ? asBegun(folder, console) : space;
        return new SearchRun(named, settings, folder, console, stop).run(file, stored, data, resumed);
    }

    /** Files and results have the name of the recipes, by default that of the file, which may be another one by now. */
    private RecipeSpace asBegun(Path folder, ExperimentConsole console) throws IOException {
        RecipeSpace named = SearchFolder.name(folder).map(space::called).orElse(space);
        if (!named.name().equals(space.name())) {
            console.note("the search goes on under the name that it began with, " + named.name());
        }
        return named;
    }

    /**
     * What {@link #run} would do. Trains a few steps, to tell the time that all take.
     *
     * @param folder where results may be already; a new folder there is taken away again
     */
    public SearchPlan plan(
            ModelSource file,
            StoredModel<Model> stored,
            TrialData data,
            Path folder,
            ExperimentConsole console,
            StopSignal stop)
            throws IOException {
        return new SearchRun(asBegun(folder, console), settings, folder, console, stop).plan(file, stored, data);
    }
}
