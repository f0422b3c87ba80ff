// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.space;

import io.espalier.base.RecipeException;
import io.espalier.base.RecipeException.Mistake;
import io.espalier.base.internal.NearestName;
import io.espalier.base.yaml.StrictYaml;
import io.espalier.experiment.recipe.CompressionRecipe;
import io.espalier.search.space.Template.Choice;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Reads a space from YAML and says everything that is wrong with it. */
final class SpaceReader {
    static final String VALIDATION = "validation_split";
    private static final String USUAL_VALIDATION = "0.1";
    private static final Pattern SEVERAL_NUMBERS = Pattern.compile("number, not '([-0-9.]+([ ,]+[-0-9.]+)+)'");
    private static final List<String> RECIPE_KEYS =
            List.of("name", "seed", "batch_size", VALIDATION, "task", "loss", "loss_weights", "metric", "steps");
    /** The same in all recipes, or their figures could not be compared. */
    private static final Set<String> WITHOUT_CHOICE =
            Set.of("name", VALIDATION, "task", "loss", "loss_weights", "metric");

    private final String usualName;
    private final @Nullable Node root;
    private final List<Mistake> mistakes = new ArrayList<>();

    /** @throws RecipeException if it is no YAML */
    SpaceReader(String yaml, String usualName) {
        StrictYaml.keys(yaml); // refuses what is no YAML, keys that stand twice, and references
        this.usualName = usualName;
        this.root = new Yaml(new LoaderOptions()).compose(new StringReader(yaml));
    }

    static boolean isIn(String yaml) {
        if (!(new SpaceReader(yaml, "").root instanceof MappingNode all)) {
            return false;
        }
        List<Choice> choices = new ArrayList<>();
        new TemplateReader(ListKeys.ofRecipes(), new ArrayList<>()).recipe(all).addChoices(choices);
        Set<String> known = ListKeys.known();
        return choices.stream().anyMatch(choice -> !isMisspelt(choice.place(), known))
                || all.getValue().stream().map(TemplateReader::key).anyMatch(GoalsReader.KEYS::contains);
    }

    // A list at a key that was to be one of those that take lists is no choice.
    private static boolean isMisspelt(String place, Set<String> known) {
        String key = place.substring(place.lastIndexOf('.') + 1);
        return !known.contains(key)
                && !NearestName.suggestion(key, List.copyOf(known)).isEmpty();
    }

    RecipeSpace space() {
        if (!(root instanceof MappingNode all)) {
            throw new RecipeException("no space: it needs the key 'steps', with steps such as '- prune: [0.5, 0.8]'");
        }
        List<NodeTuple> recipe = new ArrayList<>();
        GoalsReader goals = new GoalsReader(mistakes);
        for (NodeTuple entry : all.getValue()) {
            String key = TemplateReader.key(entry);
            if (GoalsReader.KEYS.contains(key)) {
                goals.read(key, entry.getValueNode());
            } else if (RECIPE_KEYS.contains(key)) {
                recipe.add(entry);
            } else {
                List<String> known = Stream.concat(RECIPE_KEYS.stream(), GoalsReader.KEYS.stream())
                        .sorted()
                        .toList();
                mistakes.add(TemplateReader.mistake(
                        entry.getKeyNode(),
                        "unknown key '" + key + "'" + NearestName.suggestion(key, known) + "; known keys: "
                                + String.join(", ", known)));
            }
        }
        Template template = new TemplateReader(ListKeys.ofRecipes(), mistakes).recipe(withValidation(all, recipe));
        refuseChoices(template);
        checkOptions(template);
        stopAtMistakes();
        return new RecipeSpace(name(recipe), template, goals.goals(), content(recipe));
    }

    /** In the same order whatever the file has, so that a key that was moved changes nothing. */
    private static List<String> content(List<NodeTuple> recipe) {
        Stream<String> keys = recipe.stream()
                .filter(entry -> !TemplateReader.key(entry).equals("steps"))
                .map(entry -> TemplateReader.key(entry) + " " + NodeText.of(entry.getValueNode()))
                .sorted();
        List<Node> steps = recipe.stream()
                .filter(entry -> TemplateReader.key(entry).equals("steps"))
                .map(NodeTuple::getValueNode)
                .filter(SequenceNode.class::isInstance)
                .flatMap(list -> ((SequenceNode) list).getValue().stream())
                .toList();
        return Stream.concat(
                        keys,
                        IntStream.range(0, steps.size())
                                .mapToObj(place -> "step " + (place + 1) + " " + NodeText.of(steps.get(place))))
                .toList();
    }

    private String name(List<NodeTuple> recipe) {
        return recipe.stream()
                .filter(entry -> TemplateReader.key(entry).equals("name"))
                .map(entry -> NodeText.of(entry.getValueNode()))
                .findFirst()
                .orElse(usualName);
    }

    /** Every recipe keeps a part for the choice; it is said in each, so that it trains on the same examples by itself. */
    private static MappingNode withValidation(MappingNode all, List<NodeTuple> entries) {
        List<NodeTuple> complete = new ArrayList<>(entries);
        if (entries.stream().noneMatch(entry -> TemplateReader.key(entry).equals(VALIDATION))) {
            complete.add(0, new NodeTuple(scalar(VALIDATION, Tag.STR, all), scalar(USUAL_VALIDATION, Tag.FLOAT, all)));
        }
        return new MappingNode(all.getTag(), true, complete, all.getStartMark(), all.getEndMark(), all.getFlowStyle());
    }

    private static ScalarNode scalar(String text, Tag tag, Node place) {
        return new ScalarNode(tag, true, text, place.getStartMark(), place.getEndMark(), ScalarStyle.PLAIN);
    }

    private void refuseChoices(Template template) {
        Template.Keys keys = (Template.Keys) template;
        for (int place = 0; place < keys.values().size(); place++) {
            NodeTuple entry = keys.node().getValue().get(place);
            String key = TemplateReader.key(entry);
            List<Choice> choices = new ArrayList<>();
            keys.values().get(place).addChoices(choices);
            if (WITHOUT_CHOICE.contains(key) && !choices.isEmpty()) {
                mistakes.add(TemplateReader.mistake(
                        entry.getKeyNode(),
                        "'" + key + "' must be the same in all trials, or they could not be compared; give one value"));
            }
            boolean keepsNothing = key.equals(VALIDATION)
                    && entry.getValueNode() instanceof ScalarNode share
                    && share.getValue().matches("0(\\.0*)?");
            if (keepsNothing) {
                mistakes.add(TemplateReader.mistake(
                        entry.getKeyNode(),
                        "'" + VALIDATION
                                + "' must be above 0: trials are judged on this part of the training examples"));
            }
        }
    }

    /** An option that no recipe can have is a mistake; one that contradicts some others is not. */
    private void checkOptions(Template template) {
        Set<Mistake> found = new LinkedHashSet<>();
        for (Map<Choice, Integer> pinned : Pins.all(template)) {
            boolean isPossible = Pins.ways(pinned, template)
                    .anyMatch(picks -> problems(template, picks).isEmpty());
            if (!isPossible) {
                found.addAll(problems(template, pinned));
            }
        }
        // What is no choice because of a mistake is no value either.
        Set<Integer> lines = mistakes.stream().map(Mistake::line).collect(Collectors.toSet());
        found.stream()
                .filter(mistake -> !lines.contains(mistake.line()))
                .map(SpaceReader::withList)
                .forEach(mistakes::add);
    }

    /** Who writes several numbers without brackets wants a choice. */
    private static Mistake withList(Mistake mistake) {
        Matcher several = SEVERAL_NUMBERS.matcher(mistake.message());
        return several.find()
                ? new Mistake(
                        mistake.line(),
                        mistake.column(),
                        mistake.message() + "; for a choice write ["
                                + several.group(1).replaceAll("[ ,]+", ", ") + "]")
                : mistake;
    }

    private List<Mistake> problems(Template template, Map<Choice, Integer> picks) {
        ClosedText text = new ClosedText(template.closed(picks, new ArrayList<>()));
        try {
            CompressionRecipe.parse(text.text(), usualName);
            return List.of();
        } catch (RecipeException e) {
            return text.mistakes(e);
        }
    }

    private void stopAtMistakes() {
        Optional<RecipeException> error = mistakes.isEmpty()
                ? Optional.empty()
                : Optional.of(RecipeException.of(mistakes.stream()
                        .distinct()
                        .sorted(Comparator.comparingInt(Mistake::line).thenComparingInt(Mistake::column))
                        .toList()));
        if (error.isPresent()) {
            throw error.get();
        }
    }
}
