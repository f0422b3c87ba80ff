// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.run;

import io.espalier.base.internal.AtomicFile;
import io.espalier.base.internal.Folders;
import io.espalier.experiment.internal.RecipeSchema;
import io.espalier.experiment.internal.WorkIdentity;
import io.espalier.search.SearchException;
import io.espalier.search.trial.TrialBench;
import io.espalier.search.trial.TrialResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/** The folder of a search, and what it holds besides the store. */
final class SearchFolder {
    /** The begin of the line with the name of the recipes, the first of what a search follows from. */
    static final String NAME = "search ";

    private static final String IDENTITY = "search.txt";
    private static final String STORE = "store";

    private final Path folder;

    SearchFolder(Path folder) {
        this.folder = folder;
    }

    /** Whether a search was begun there. */
    static boolean isIn(Path folder) {
        return Files.exists(folder.resolve(IDENTITY));
    }

    /**
     * Takes a search away, and nothing else.
     *
     * @throws IOException if a file cannot be deleted
     */
    static void clear(Path folder) throws IOException {
        Optional<String> name = name(folder);
        if (name.isPresent()) {
            Files.deleteIfExists(folder.resolve(SearchReport.fileName(name.get())));
        }
        for (String file : List.of(
                SearchReport.FILE_NAME,
                SearchReport.PAGE_NAME,
                SearchReport.RECIPE_NAME,
                RecipeSchema.FILE_NAME,
                IDENTITY)) {
            Files.deleteIfExists(folder.resolve(file));
        }
        Folders.delete(folder.resolve(STORE));
    }

    /**
     * The name of the recipes of a search that was begun there; empty if none was.
     *
     * @throws IOException if that cannot be read
     */
    static Optional<String> name(Path folder) throws IOException {
        return isIn(folder)
                ? Files.readString(folder.resolve(IDENTITY))
                        .lines()
                        .findFirst()
                        .filter(line -> line.startsWith(NAME))
                        .map(line -> line.substring(NAME.length()))
                : Optional.empty();
    }

    Path store() {
        return folder.resolve(STORE);
    }

    /** @throws SearchException if a search is to go on, and none was begun */
    void examine(boolean resumed) {
        if (resumed && !isIn(folder)) {
            throw SearchException.badUse(folder + ": there is no search to resume; remove --resume");
        }
    }

    /**
     * Begins a search, or goes on with one.
     *
     * @throws SearchException if it is to go on, and something else was begun
     */
    void begin(WorkIdentity identity, boolean resumed) throws IOException {
        Path begun = folder.resolve(IDENTITY);
        if (!resumed) {
            AtomicFile.write(begun, identity.text().getBytes(StandardCharsets.UTF_8));
            return;
        }
        Optional<String> difference = identity.difference(Files.readString(begun));
        if (difference.isPresent()) {
            throw SearchException.badUse(folder + ": holds the results of another search: " + difference.get()
                    + " (see " + begun
                    + "); resume with the same recipes, model, data and threads, or choose another folder");
        }
    }

    /** Takes the store away if what it was made for was not begun. */
    void leaveNothing() throws IOException {
        if (!isIn(folder)) {
            Folders.delete(store());
        }
    }

    /** Writes the report, its page, and where there is a best trial its recipe and file. */
    void write(SearchReport report, Optional<TrialResult> best, TrialBench bench) throws IOException {
        AtomicFile.write(
                folder.resolve(SearchReport.FILE_NAME), (report.toJson() + "\n").getBytes(StandardCharsets.UTF_8));
        new SearchPage(report).page().write(folder.resolve(SearchReport.PAGE_NAME));
        if (best.isPresent()) {
            RecipeSchema.write(
                    folder.resolve(SearchReport.RECIPE_NAME), best.get().trial().recipe());
            Path chosen = bench.file(best.get());
            AtomicFile.write(
                    folder.resolve(report.fileName()),
                    temporary -> Files.copy(chosen, temporary, StandardCopyOption.REPLACE_EXISTING));
        }
    }
}
