// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.space;

import io.espalier.base.RecipeException.Mistake;
import io.espalier.search.space.Template.Choice;
import io.espalier.search.space.Template.Entries;
import io.espalier.search.space.Template.Fixed;
import io.espalier.search.space.Template.Keys;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Finds the choices in a recipe: {@code {choose: [a, b]}}, {@code {from: a, to: b, step: c}}, {@code {from: a, to: b, log: n}}, a list where the key takes
 * none, and among steps {@code optional} and {@code choose}.
 */
final class TemplateReader {
    static final String CHOOSE = "choose";
    static final String OPTIONAL = "optional";

    private final List<Mistake> mistakes;
    private final Set<String> listKeys;
    private final Map<String, Integer> places = new HashMap<>();

    /**
     * @param listKeys the keys of recipes whose values are lists
     * @param mistakes gets what is wrong
     */
    TemplateReader(Set<String> listKeys, List<Mistake> mistakes) {
        this.listKeys = listKeys;
        this.mistakes = mistakes;
    }

    /** A whole recipe. */
    Template recipe(MappingNode root) {
        List<Template> values = new ArrayList<>();
        for (NodeTuple entry : root.getValue()) {
            String key = key(entry);
            values.add(
                    key.equals("steps") && entry.getValueNode() instanceof SequenceNode steps
                            ? steps(steps, "")
                            : value(key, entry.getValueNode(), ""));
        }
        return new Keys(root, values);
    }

    private Entries steps(SequenceNode steps, String before) {
        List<Template> all = new ArrayList<>();
        for (Node step : steps.getValue()) {
            all.add(step(step, before + (all.size() + 1)));
        }
        return new Entries(steps, all, true);
    }

    /**
     * A step, several, or a choice between such.
     *
     * @param number of the step, such as 2, or 2.1 where it is one of several in its place
     */
    private Template step(Node node, String number) {
        String only = onlyKey(node);
        if (only.equals(OPTIONAL)) {
            Node inner = ((MappingNode) node).getValue().get(0).getValueNode();
            SequenceNode none = new SequenceNode(
                    Tag.SEQ, true, List.of(), inner.getStartMark(), inner.getEndMark(), FlowStyle.FLOW);
            String place = unique("with " + stepNames(inner));
            return new Choice(place, List.of(new Fixed(none), step(inner, number)), List.of("no", "yes"));
        }
        if (only.equals(CHOOSE)) {
            List<Node> options = once(options(node));
            String place = unique("step " + number);
            return new Choice(
                    place,
                    options.stream().map(option -> stepOrNone(option, number)).toList(),
                    distinct(options.stream().map(TemplateReader::stepNames).toList()));
        }
        if (node instanceof SequenceNode several) {
            return steps(several, number + ".");
        }
        if (node instanceof MappingNode step && !step.getValue().isEmpty()) {
            String kind = key(step.getValue().get(0));
            List<Template> values = new ArrayList<>();
            for (NodeTuple entry : step.getValue()) {
                String key = key(entry);
                values.add(value(key, entry.getValueNode(), key.equals(kind) ? "" : kind + "."));
            }
            return new Keys(step, values);
        }
        return new Fixed(node);
    }

    private Template stepOrNone(Node option, String number) {
        boolean none = option instanceof ScalarNode scalar && scalar.getValue().equals("none");
        return none
                ? new Fixed(new SequenceNode(
                        Tag.SEQ, true, List.of(), option.getStartMark(), option.getEndMark(), FlowStyle.FLOW))
                : step(option, number);
    }

    /** What may stand at a key. */
    private Template value(String key, Node node, String before) {
        String place = before + key;
        if (onlyKey(node).equals(CHOOSE)) {
            return choice(place, options(node), key, before);
        }
        if (node instanceof MappingNode mapping && Range.is(mapping)) {
            int known = mistakes.size();
            List<Node> numbers = Range.values(mapping, mistakes);
            return mistakes.size() > known ? new Fixed(node) : choice(place, numbers, key, before);
        }
        if (node instanceof SequenceNode list && !listKeys.contains(key)) {
            if (list.getValue().isEmpty()) {
                mistakes.add(mistake(node, "'" + key + "' has no choice; give one value or more"));
                return new Fixed(node);
            }
            return choice(place, list.getValue(), key, before);
        }
        if (node instanceof MappingNode mapping) {
            return new Keys(
                    mapping,
                    mapping.getValue().stream()
                            .map(entry -> value(key(entry), entry.getValueNode(), place + "."))
                            .toList());
        }
        return new Fixed(node);
    }

    private Choice choice(String place, List<Node> options, String key, String before) {
        String name = unique(place);
        once(options);
        return new Choice(
                name,
                options.stream().map(option -> inner(key, option, before)).toList(),
                distinct(options.stream().map(NodeText::of).toList()));
    }

    /** An option is a value; a list among options is a list. */
    private Template inner(String key, Node option, String before) {
        return option instanceof SequenceNode ? new Fixed(option) : value(key, option, before);
    }

    private List<Node> options(Node node) {
        Node value = ((MappingNode) node).getValue().get(0).getValueNode();
        if (value instanceof SequenceNode list && !list.getValue().isEmpty()) {
            return list.getValue();
        }
        mistakes.add(mistake(value, "'choose' must be a list of one value or more"));
        return List.of(value);
    }

    /** The options themselves; one that is there twice would be tried, and counted, twice. */
    private List<Node> once(List<Node> options) {
        Set<String> seen = new HashSet<>();
        options.stream()
                .filter(option -> !seen.add(number(option)))
                .forEach(option -> mistakes.add(
                        mistake(option, "'" + NodeText.of(option) + "' is among the choices already; name each once")));
        return options;
    }

    /** The same text for the same value: 0.5 is 0.50. */
    private static String number(Node option) {
        String text = NodeText.of(option);
        try {
            return option instanceof ScalarNode
                    ? new BigDecimal(text).stripTrailingZeros().toString()
                    : text;
        } catch (NumberFormatException e) {
            return text;
        }
    }

    /** The only key of a mapping; empty if it has others, or is none. */
    private static String onlyKey(Node node) {
        return node instanceof MappingNode mapping && mapping.getValue().size() == 1
                ? key(mapping.getValue().get(0))
                : "";
    }

    static String key(NodeTuple entry) {
        return entry.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
    }

    static Mistake mistake(Node node, String message) {
        return new Mistake(
                node.getStartMark().getLine() + 1, node.getStartMark().getColumn() + 1, message);
    }

    private String unique(String place) {
        int before = places.merge(place, 1, Integer::sum);
        return before == 1 ? place : place + " (" + before + ")";
    }

    /** The kinds of steps, such as {@code prune + cluster}. */
    private static String stepNames(Node node) {
        if (node instanceof SequenceNode several) {
            String all =
                    several.getValue().stream().map(TemplateReader::stepNames).collect(Collectors.joining(" + "));
            return all.isEmpty() ? "none" : all;
        }
        return node instanceof MappingNode step && !step.getValue().isEmpty()
                ? key(step.getValue().get(0))
                : NodeText.of(node);
    }

    private static List<String> distinct(List<String> names) {
        Map<String, Integer> seen = new HashMap<>();
        return names.stream()
                .map(name -> {
                    int before = seen.merge(name, 1, Integer::sum);
                    return before == 1 ? name : name + " (" + before + ")";
                })
                .toList();
    }
}
