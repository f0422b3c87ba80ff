// SPDX-License-Identifier: Apache-2.0
package io.espalier.base.yaml;

import com.fasterxml.jackson.databind.JsonMappingException.Reference;
import io.espalier.base.RecipeException;
import io.espalier.base.RecipeException.Mistake;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Where the keys and values of a text of YAML stand. What binds it to records notices most mistakes when it has read on, so that its own position
 * tells nothing.
 */
final class YamlPlaces {
    private static final int MOST_SHOWN = 60;
    private static final Pattern NON_NUMBER = Pattern.compile("[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");

    private final @Nullable Node root;

    private YamlPlaces(@Nullable Node root) {
        this.root = root;
    }

    /** Where something stands, both from 1. */
    record Place(int line, int column) {
        static Place of(Mark mark) {
            return new Place(mark.getLine() + 1, mark.getColumn() + 1);
        }

        Mistake mistake(String message) {
            return new Mistake(line, column, message);
        }
    }

    /** @throws RecipeException if the text is no YAML, has a key twice, or refers to other parts of itself; with line and column */
    static YamlPlaces of(String yaml) {
        try {
            List<Mistake> mistakes = new ArrayList<>();
            for (Event event : new Yaml(new LoaderOptions()).parse(new StringReader(yaml))) {
                reference(event)
                        .ifPresent(what -> mistakes.add(Place.of(event.getStartMark())
                                .mistake(what + " cannot be used here; write the value itself")));
            }
            @Nullable
            Node root = mistakes.isEmpty() ? new Yaml(new LoaderOptions()).compose(new StringReader(yaml)) : null;
            if (root != null) {
                findRepetitions(root, mistakes);
            }
            if (!mistakes.isEmpty()) {
                throw RecipeException.of(mistakes);
            }
            return new YamlPlaces(root);
        } catch (MarkedYAMLException e) {
            throw RecipeException.of(List.of(noYaml(e)));
        } catch (YAMLException e) {
            throw new RecipeException(
                    "invalid YAML: " + String.valueOf(e.getMessage()).strip());
        }
    }

    private static Mistake noYaml(MarkedYAMLException failure) {
        if (String.valueOf(failure.getProblem()).contains("another document")) {
            return Place.of(failure.getProblemMark())
                    .mistake("a second document begins here; a recipe is one document, in a file of its own");
        }
        String context = failure.getContext() == null ? "" : " " + failure.getContext();
        if (failure.getContextMark() != null && failure.getContext() != null) {
            context += " that begins on line " + (failure.getContextMark().getLine() + 1);
        }
        Place place = failure.getProblemMark() == null ? new Place(1, 1) : Place.of(failure.getProblemMark());
        return place.mistake("invalid YAML: " + failure.getProblem() + context);
    }

    /** What makes the meaning of a place depend on another, in words: readers would take it for something else. */
    private static Optional<String> reference(Event event) {
        if (event instanceof AliasEvent alias) {
            return Optional.of("the alias '*" + alias.getAnchor() + "'");
        }
        if (event instanceof NodeEvent node && node.getAnchor() != null) {
            return Optional.of("the anchor '&" + node.getAnchor() + "'");
        }
        @Nullable
        String tag = event instanceof ScalarEvent scalar
                ? scalar.getTag()
                : event instanceof CollectionStartEvent collection ? collection.getTag() : null;
        return tag == null ? Optional.empty() : Optional.of("the tag '" + tag.replace(Tag.PREFIX, "!!") + "'");
    }

    private static void findRepetitions(Node node, List<Mistake> mistakes) {
        if (node instanceof SequenceNode list) {
            list.getValue().forEach(element -> findRepetitions(element, mistakes));
        }
        if (node instanceof MappingNode mapping) {
            Map<String, Integer> seen = new HashMap<>();
            for (NodeTuple entry : mapping.getValue()) {
                String key = key(entry);
                Place place = place(entry.getKeyNode());
                @Nullable Integer before = seen.putIfAbsent(key, place.line());
                if (before != null) {
                    mistakes.add(place.mistake(
                            "'" + key + "' is already set on line " + before + "; remove one of the two"));
                }
                findRepetitions(entry.getValueNode(), mistakes);
            }
        }
    }

    /**
     * The text with what YAML calls numbers and are none, such as {@code .nan}, in quotes: what reads trees of JSON cannot hold them, and whoever
     * wants a number refuses the text.
     */
    String withoutNonNumbers(String text) {
        List<ScalarNode> found = new ArrayList<>();
        findNonNumbers(root, found);
        StringBuilder quoted = new StringBuilder(text);
        found.sort(
                Comparator.comparingInt((ScalarNode each) -> each.getStartMark().getIndex())
                        .reversed());
        for (ScalarNode each : found) {
            quoted.insert(text.offsetByCodePoints(0, each.getEndMark().getIndex()), '\'');
            quoted.insert(text.offsetByCodePoints(0, each.getStartMark().getIndex()), '\'');
        }
        return quoted.toString();
    }

    private static void findNonNumbers(@Nullable Node node, List<ScalarNode> found) {
        if (node instanceof ScalarNode scalar
                && scalar.isPlain()
                && NON_NUMBER.matcher(scalar.getValue()).matches()) {
            found.add(scalar);
        } else if (node instanceof SequenceNode list) {
            list.getValue().forEach(element -> findNonNumbers(element, found));
        } else if (node instanceof MappingNode mapping) {
            mapping.getValue().forEach(entry -> findNonNumbers(entry.getValueNode(), found));
        }
    }

    /** Whether the text says nothing. */
    boolean isEmpty() {
        return root == null;
    }

    /** The keys of the document itself; none if it is not made of keys. */
    List<String> keys() {
        return root instanceof MappingNode mapping
                ? mapping.getValue().stream().map(YamlPlaces::key).toList()
                : List.of();
    }

    /** The path to what an error is about, from the keys that are read together on; empty where it is not one place. */
    static List<Reference> path(RecipeException error) {
        List<Reference> path = new ArrayList<>();
        error.key().ifPresent(key -> path.add(new Reference(error, key)));
        error.index().ifPresent(index -> path.add(new Reference(error, index)));
        return path;
    }

    /** The place of the key or list entry that a path leads to, or of the nearest around it. */
    Place place(List<Reference> path) {
        Place place = root == null ? new Place(1, 1) : place(root);
        @Nullable Node node = root;
        for (Reference step : path) {
            Optional<NodeTuple> entry = entry(node, step);
            Optional<Node> next = entry.map(NodeTuple::getValueNode);
            if (entry.isPresent()) {
                place = place(entry.get().getKeyNode());
            } else {
                next = element(node, step);
                place = next.map(YamlPlaces::place).orElse(place);
            }
            node = next.orElse(null);
        }
        return place;
    }

    /** What stands where a path leads, in words: a text in quotes, a number as it is, {@code a list}; empty where nothing is. */
    String given(List<Reference> path) {
        @Nullable Node node = root;
        for (Reference step : path) {
            Optional<Node> value = entry(node, step).map(NodeTuple::getValueNode);
            node = value.isPresent() ? value.get() : element(node, step).orElse(null);
        }
        if (node instanceof ScalarNode scalar) {
            boolean isText =
                    scalar.getTag().equals(Tag.STR) && !scalar.getValue().isEmpty();
            String shown = scalar.getValue().length() > MOST_SHOWN
                    ? scalar.getValue().substring(0, MOST_SHOWN) + "..."
                    : scalar.getValue();
            return isText ? "'" + shown + "'" : shown;
        }
        return node instanceof SequenceNode ? "a list" : node instanceof MappingNode ? "key-value pairs" : "";
    }

    private static Optional<NodeTuple> entry(@Nullable Node node, Reference step) {
        return node instanceof MappingNode mapping && step.getFieldName() != null
                ? mapping.getValue().stream()
                        .filter(entry -> key(entry).equals(step.getFieldName()))
                        .findFirst()
                : Optional.empty();
    }

    private static Optional<Node> element(@Nullable Node node, Reference step) {
        return node instanceof SequenceNode list
                        && step.getIndex() >= 0
                        && step.getIndex() < list.getValue().size()
                ? Optional.of(list.getValue().get(step.getIndex()))
                : Optional.empty();
    }

    private static String key(NodeTuple entry) {
        return entry.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
    }

    private static Place place(Node node) {
        return Place.of(node.getStartMark());
    }
}
