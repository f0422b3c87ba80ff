// SPDX-License-Identifier: Apache-2.0
package io.espalier.base.yaml;

import com.fasterxml.jackson.databind.JsonMappingException.Reference;
import io.espalier.base.RecipeException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
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
    private final @Nullable Node root;

    private YamlPlaces(@Nullable Node root) {
        this.root = root;
    }

    /** @throws RecipeException if the text is no YAML, or has a key twice; with the line */
    static YamlPlaces of(String yaml) {
        try {
            @Nullable Node root = new Yaml(new LoaderOptions()).compose(new StringReader(yaml));
            if (root != null) {
                refuseRepetitions(root);
            }
            return new YamlPlaces(root);
        } catch (MarkedYAMLException e) {
            throw new RecipeException(noYaml(e));
        } catch (YAMLException e) {
            throw new RecipeException(
                    "invalid YAML: " + String.valueOf(e.getMessage()).strip());
        }
    }

    private static String noYaml(MarkedYAMLException failure) {
        String context = failure.getContext() == null ? "" : " " + failure.getContext();
        if (failure.getContextMark() != null && failure.getContext() != null) {
            context += " that begins on line " + (failure.getContextMark().getLine() + 1);
        }
        String where = failure.getProblemMark() == null
                ? ""
                : "line " + (failure.getProblemMark().getLine() + 1) + ", column "
                        + (failure.getProblemMark().getColumn() + 1) + ": ";
        return where + "invalid YAML: " + failure.getProblem() + context;
    }

    private static void refuseRepetitions(Node node) {
        if (node instanceof SequenceNode list) {
            list.getValue().forEach(YamlPlaces::refuseRepetitions);
        }
        if (node instanceof MappingNode mapping) {
            Map<String, Integer> seen = new HashMap<>();
            for (NodeTuple entry : mapping.getValue()) {
                String key = key(entry);
                @Nullable Integer before = seen.put(key, line(entry.getKeyNode()));
                if (before != null) {
                    throw new RecipeException("line " + line(entry.getKeyNode()) + ": '" + key
                            + "' is already set on line " + before + "; remove one of the two");
                }
                refuseRepetitions(entry.getValueNode());
            }
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

    /** The line, from 1, of the key or list entry that a path leads to, or of the nearest around it. */
    int line(List<Reference> path) {
        int line = root == null ? 1 : line(root);
        @Nullable Node node = root;
        for (Reference step : path) {
            Optional<NodeTuple> entry = entry(node, step);
            Optional<Node> next = entry.map(NodeTuple::getValueNode);
            if (entry.isPresent()) {
                line = line(entry.get().getKeyNode());
            } else {
                next = element(node, step);
                line = next.map(YamlPlaces::line).orElse(line);
            }
            node = next.orElse(null);
        }
        return line;
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
            return isText ? "'" + scalar.getValue() + "'" : scalar.getValue();
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

    private static int line(Node node) {
        return node.getStartMark().getLine() + 1;
    }
}
