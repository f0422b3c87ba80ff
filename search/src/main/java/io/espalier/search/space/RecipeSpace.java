// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.space;

import io.espalier.base.RecipeException;
import io.espalier.experiment.recipe.CompressionRecipe;
import io.espalier.search.space.Template.Choice;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.yaml.snakeyaml.nodes.Node;

/** A recipe with open choices, and what is looked for among the recipes that it stands for. */
public final class RecipeSpace {
    private final String name;
    private final Template template;
    private final Goals goals;
    private final List<String> content;

    /**
     * What is looked for.
     *
     * @param objectives what is to be good; the first decides, the others too when it is told which recipes no other beats
     * @param constraints what must be kept
     * @param sampler which recipes are tried
     * @param trials how many; empty if that is not said
     */
    public record Goals(
            List<Figure> objectives,
            List<Constraint> constraints,
            Optional<SamplerSettings> sampler,
            OptionalInt trials) {
        public Goals {
            objectives = List.copyOf(objectives);
            constraints = List.copyOf(constraints);
        }
    }

    RecipeSpace(String name, Template template, Goals goals, List<String> content) {
        this.name = name;
        this.template = template;
        this.goals = goals;
        this.content = List.copyOf(content);
    }

    /**
     * Reads a space.
     *
     * @param name of all recipes, unless it has a key {@code name}
     * @throws RecipeException if it is none; names what is wrong, with line and column, and suggests corrections
     */
    public static RecipeSpace parse(String yaml, String name) {
        return new SpaceReader(yaml, name).space();
    }

    /**
     * Whether a text is rather a space than a single recipe: it has a key that only spaces have, or an open choice.
     *
     * @throws RecipeException if it is no YAML
     */
    public static boolean isIn(String yaml) {
        return SpaceReader.isIn(yaml);
    }

    /** The name of the recipes. */
    public String name() {
        return name;
    }

    /** The same recipes under another name; as it is if its key {@code name} says one. */
    public RecipeSpace called(String other) {
        boolean isSaid = content.stream().anyMatch(line -> line.startsWith("name "));
        return isSaid ? this : new RecipeSpace(other, template, goals, content);
    }

    /** What is looked for. */
    public Goals goals() {
        return goals;
    }

    /** What recipes have in common and where they differ, without what is looked for: a line for each key and each step. */
    public List<String> content() {
        return content;
    }

    /** How many recipes it stands for. */
    public BigInteger leaves() {
        return template.count();
    }

    /**
     * A recipe of the space.
     *
     * @param index from 0
     * @param yaml its text
     * @param settings what was chosen, by place
     * @param alike for each step how many recipes of the space are the same up to this step, this one included
     */
    public record Leaf(BigInteger index, String yaml, Map<String, String> settings, List<BigInteger> alike) {
        public Leaf {
            settings = new LinkedHashMap<>(settings);
            alike = List.copyOf(alike);
        }

        /** A copy of what was chosen. */
        @Override
        public Map<String, String> settings() {
            return new LinkedHashMap<>(settings);
        }
    }

    /**
     * A recipe of the space, which may be none that can be carried out: choices may contradict each other.
     *
     * @param index from 0 to below {@link #leaves}
     */
    public Leaf leaf(BigInteger index) {
        Map<Choice, Integer> picks = new HashMap<>();
        template.pick(index, picks);
        List<Choice> met = new ArrayList<>();
        Node closed = template.closed(picks, met);
        Map<String, String> settings = new LinkedHashMap<>();
        met.forEach(choice -> settings.put(choice.place(), choice.names().get(picks.getOrDefault(choice, 0))));
        return new Leaf(index, new ClosedText(closed).text(), settings, Alike.of(template, picks));
    }

    /**
     * Recipes in which each option of each choice occurs; of a choice between more than 20, some of them.
     *
     * @return one for each option, most of which differ from the first in one choice only
     */
    public List<CompressionRecipe> samples() {
        List<CompressionRecipe> samples = new ArrayList<>();
        for (Map<Choice, Integer> pinned : Pins.all(template)) {
            Pins.ways(pinned, template)
                    .map(this::recipe)
                    .flatMap(Optional::stream)
                    .findFirst()
                    .ifPresent(samples::add);
        }
        return samples.stream().distinct().toList();
    }

    private Optional<CompressionRecipe> recipe(Map<Choice, Integer> picks) {
        try {
            return Optional.of(
                    CompressionRecipe.parse(new ClosedText(template.closed(picks, new ArrayList<>())).text(), name));
        } catch (RecipeException e) {
            return Optional.empty(); // choices contradict each other
        }
    }
}
