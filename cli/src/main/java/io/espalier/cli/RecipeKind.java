// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.base.RecipeException;
import io.espalier.base.internal.NearestName;
import io.espalier.base.yaml.StrictYaml;
import io.espalier.experiment.recipe.CompressionRecipe;
import io.espalier.lite.recipe.Method;
import io.espalier.lite.recipe.Recipe;
import io.espalier.search.space.Constraint;
import io.espalier.search.space.Figure;
import io.espalier.search.space.RecipeSpace;
import io.espalier.search.space.RecipeSpace.Goals;
import io.espalier.search.space.SamplerSettings;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The kinds of recipes, told apart by a key that only one of them has outermost; spaces are recipes with open choices, which only search takes. */
enum RecipeKind {
    /** Steps, some of which train. */
    COMPRESSION("steps", "compress"),
    /** Steps with open choices. */
    SPACE("steps", "search"),
    /** How numbers are stored. */
    QUANTIZATION("quantize", "convert, quantize");

    private final String key;
    private final String commands;

    RecipeKind(String key, String commands) {
        this.key = key;
        this.commands = commands;
    }

    /** The name in JSON. */
    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The commands that take it. */
    String commands() {
        return commands;
    }

    /** The names of all recipes that are part of Espalier. */
    static List<String> names() {
        return Stream.of(CompressionRecipe.names(), Method.ids())
                .flatMap(List::stream)
                .toList();
    }

    static boolean isFile(String nameOrFile) {
        String lower = nameOrFile.toLowerCase(Locale.ROOT);
        return lower.endsWith(".yaml") || lower.endsWith(".yml");
    }

    /**
     * The kind of a file by its keys, or by those that were probably meant.
     *
     * @throws RecipeException if it is no YAML, or has none of the keys
     */
    static RecipeKind of(Path file) throws IOException {
        return StrictYaml.readFile(file, text -> {
            List<String> keys = StrictYaml.keys(text);
            if (keys.isEmpty()) {
                return COMPRESSION; // neither; reading it says why
            }
            if (keys.contains(SPACE.key) && RecipeSpace.isIn(text)) {
                return SPACE;
            }
            for (RecipeKind kind : values()) {
                if (keys.contains(kind.key)) {
                    return kind;
                }
            }
            for (RecipeKind kind : values()) {
                if (keys.stream()
                        .anyMatch(key ->
                                !NearestName.suggestion(key, List.of(kind.key)).isEmpty())) {
                    return kind;
                }
            }
            throw new RecipeException(
                    "no recipe: it has neither 'steps', for compress, nor 'quantize', for convert and" + " quantize");
        });
    }

    /**
     * Makes sure that a file is no recipe for quantization, in which nothing is open.
     *
     * @throws RecipeException if it is one; says which commands take it
     */
    static void requireNoQuantization(Path file) throws IOException {
        StrictYaml.readFile(file, text -> {
            List<String> keys = StrictYaml.keys(text);
            if (keys.contains(QUANTIZATION.key) && !keys.contains(SPACE.key)) {
                throw new RecipeException(
                        "a recipe that only quantizes, without training, and no space: convert and quantize take it; a space has 'steps'");
            }
            return keys;
        });
    }

    /**
     * What a file holds, in words, once it was read.
     *
     * @throws RecipeException with everything that is wrong with it
     */
    String read(Path file) throws IOException {
        if (this == QUANTIZATION) {
            return "a recipe for " + commands + ": " + Recipe.read(file);
        }
        if (this == SPACE) {
            return "a space for " + commands + ": " + describe(space(file));
        }
        int steps = CompressionRecipe.read(file).steps().size();
        return "a recipe for " + commands + " with " + steps + (steps == 1 ? " step" : " steps");
    }

    private static RecipeSpace space(Path file) throws IOException {
        requireNoQuantization(file);
        String name = String.valueOf(file.getFileName()).replaceFirst("\\.ya?ml$", "");
        return StrictYaml.readFile(file, text -> RecipeSpace.parse(text, name));
    }

    private static String describe(RecipeSpace space) {
        Goals goals = space.goals();
        return String.format(
                Locale.US,
                "%,d %s; objectives: %s; constraints: %s; sampler: %s",
                space.leaves(),
                space.leaves().equals(BigInteger.ONE) ? "recipe" : "recipes",
                orUsual(goals.objectives().stream().map(Figure::name), ", "),
                orUsual(goals.constraints().stream().map(Constraint::text), "; "),
                goals.sampler().map(SamplerSettings::name).orElse(goals.trials().isPresent() ? "random" : "grid"));
    }

    private static String orUsual(Stream<String> named, String between) {
        String all = named.collect(Collectors.joining(between));
        return all.isEmpty() ? "the usual" : all;
    }
}
