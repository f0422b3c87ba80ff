// SPDX-License-Identifier: Apache-2.0
package io.espalier.lab;

import io.espalier.experiment.recipe.RecipeRun.Planned;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a lab would do.
 *
 * @param lab its name
 * @param folder that files would be written to
 * @param parts what is made, in order
 * @param results the names of files and folders that tell of all parts
 * @param expected how long its training takes, in words
 */
public record LabPlan(String lab, Path folder, List<Part> parts, List<String> results, String expected) {
    public LabPlan {
        parts = List.copyOf(parts);
        results = List.copyOf(results);
    }

    /**
     * A model, or files made of one.
     *
     * @param name of the model, or what is done
     * @param from the model that it is made of; empty if it is a new one
     */
    public record Part(String name, String from, List<Planned> steps) {
        public Part {
            steps = List.copyOf(steps);
        }

        /** How many steps it trains. */
        public long trainingSteps() {
            return steps.stream().mapToLong(Planned::trainingSteps).sum();
        }
    }

    /** A model that is trained as a whole, from the start or on from another. */
    public static Part training(String name, String from, String settings, long steps) {
        return new Part(
                name, from, List.of(new Planned(1, "train", settings, List.of(), steps, List.of(name + ".h5"))));
    }

    /** The names of all files that would be written to the folder. */
    public List<String> files() {
        List<String> files = new ArrayList<>();
        parts.stream()
                .flatMap(part -> part.steps().stream())
                .flatMap(step -> step.files().stream())
                .forEach(files::add);
        return Stream.concat(files.stream(), results.stream()).toList();
    }
}
