// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.base.internal.JsonTree;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What came of a search.
 *
 * @param name of the recipes
 * @param sampler which recipes were tried
 * @param leaves how many recipes the space stands for
 * @param objectives what is to be good; the first decides
 * @param constraints what must be kept
 * @param data the name of the data
 * @param selectionExamples how many examples the choice was made on; nothing was trained on them
 * @param testExamples how many examples the files that no other beats were tested on afterwards; 0 if there are none
 * @param baseline the model as it is, as a float .tflite file
 * @param entries all trials, the best first
 * @param best the id of the chosen trial; null if none keeps the constraints
 * @param verdict the choice in words
 * @param trainedSteps training steps that were done now
 * @param stepsAlone training steps of all recipes if each is carried out by itself
 * @param seconds how long it took now
 */
public record SearchReport(
        String name,
        String sampler,
        String leaves,
        List<String> objectives,
        List<String> constraints,
        String data,
        int selectionExamples,
        int testExamples,
        Entry baseline,
        List<Entry> entries,
        @Nullable String best,
        String verdict,
        long trainedSteps,
        long stepsAlone,
        double seconds) {
    /** The name of its file in the folder of the search. */
    public static final String FILE_NAME = "search.json";

    /** The name of its page. */
    public static final String PAGE_NAME = "search.html";

    /** The name of the file with the chosen recipe. */
    public static final String RECIPE_NAME = "best.yaml";

    /**
     * A trial.
     *
     * @param id its number in the space; {@code baseline} for the model as it is
     * @param settings what was chosen, by place
     * @param share how much of the last training was done
     * @param error why there is no file; null if there is one
     * @param lacks which constraints are not kept, in words
     * @param isOnFront whether no other trial that keeps the constraints beats it in all objectives
     * @param selection the figures of the file, and its metrics on the selection part
     * @param test the metrics on the test part; empty if it was not tested
     * @param residentBytes the memory that the file takes in the runtime beyond its own bytes, with XNNPACK; null if it was not measured, as
     *     for what is not on the front, or not known
     * @param chance how likely it is that it answers as well as the chosen one and the difference is by chance; null if not known
     * @param sha256 of the file; empty if there is none
     * @param file where the file is in the folder; empty if there is none
     */
    public record Entry(
            String id,
            Map<String, String> settings,
            double share,
            @Nullable String error,
            List<String> lacks,
            boolean isOnFront,
            Map<String, Double> selection,
            Map<String, Double> test,
            @Nullable Long residentBytes,
            @Nullable Double chance,
            String sha256,
            String file) {
        public Entry {
            settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
            selection = Collections.unmodifiableMap(new LinkedHashMap<>(selection));
            test = Collections.unmodifiableMap(new LinkedHashMap<>(test));
            lacks = List.copyOf(lacks);
        }

        /** What was chosen, in one line. */
        public String describe() {
            StringBuilder line = new StringBuilder();
            settings.forEach((place, value) -> line.append(line.isEmpty() ? "" : ", ")
                    .append(place)
                    .append(' ')
                    .append(value));
            return line.toString();
        }

        /** Whether it was trained in full and keeps all constraints. */
        public boolean isEligible() {
            return error == null && share == 1 && lacks.isEmpty();
        }
    }

    public SearchReport {
        objectives = List.copyOf(objectives);
        constraints = List.copyOf(constraints);
        entries = List.copyOf(entries);
    }

    /** The chosen trial; empty if none keeps the constraints. */
    public Optional<Entry> chosen() {
        return entries.stream()
                .filter(entry -> entry.id().equals(best) && entry.share() == 1)
                .findFirst();
    }

    /** Whether the memory of a file is known. */
    boolean tellsMemory() {
        return Stream.concat(Stream.of(baseline), entries.stream()).anyMatch(entry -> entry.residentBytes() != null);
    }

    /** The name of the chosen .tflite file in the folder of the search. */
    public String fileName() {
        return fileName(name);
    }

    static String fileName(String name) {
        return name + "-best.tflite";
    }

    /** The report as JSON. */
    public String toJson() {
        return JsonTree.indented(tree());
    }

    private ObjectNode tree() {
        return SearchJson.of(this);
    }

    /** The table of trials: titles and cells, the best first. */
    public List<List<String>> table() {
        return SearchTable.of(this);
    }
}
