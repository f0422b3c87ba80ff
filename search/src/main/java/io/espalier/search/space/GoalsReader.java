// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.space;

import io.espalier.base.RecipeException.Mistake;
import io.espalier.base.internal.NearestName;
import io.espalier.search.space.RecipeSpace.Goals;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Reads the keys of a space that recipes do not have. */
final class GoalsReader {
    static final List<String> KEYS = List.of("objectives", "constraints", "sampler", "trials");

    private final List<Mistake> mistakes;
    private final List<Figure> objectives = new ArrayList<>();
    private final List<Constraint> constraints = new ArrayList<>();
    private Optional<SamplerSettings> sampler = Optional.empty();
    private OptionalInt trials = OptionalInt.empty();

    /** @param mistakes gets what is wrong */
    GoalsReader(List<Mistake> mistakes) {
        this.mistakes = mistakes;
    }

    void read(String key, Node value) {
        switch (key) {
            case "objectives" -> listed(key, value).forEach(this::objective);
            case "constraints" -> listed(key, value).forEach(this::constraint);
            case "sampler" -> readSampler(value);
            default -> trials = number(key, value);
        }
    }

    Goals goals() {
        return new Goals(objectives, constraints, sampler, trials);
    }

    private List<Node> listed(String key, Node value) {
        if (value instanceof SequenceNode list && !list.getValue().isEmpty()) {
            return list.getValue();
        }
        if (value instanceof ScalarNode scalar && !scalar.getValue().isEmpty()) {
            return List.of(scalar);
        }
        wrong(
                value,
                value instanceof MappingNode
                        ? "'" + key + "' must be a list"
                        : "'" + key + "' is empty; name one or more, or leave the key out for the usual ones");
        return List.of();
    }

    private void objective(Node node) {
        String name = NodeText.of(node);
        Optional<Figure> figure = Figure.named(name);
        if (figure.isEmpty()) {
            wrong(node, Figure.refusal(name));
        } else if (objectives.contains(figure.get())) {
            wrong(node, "'" + name + "' is an objective already");
        } else {
            objectives.add(figure.get());
        }
    }

    private void constraint(Node node) {
        try {
            constraints.add(Constraint.parse(NodeText.of(node)));
        } catch (IllegalArgumentException e) {
            wrong(node, String.valueOf(e.getMessage()));
        }
    }

    private void readSampler(Node value) {
        Map<String, Node> said = value instanceof MappingNode mapping
                ? mapping.getValue().stream()
                        .collect(Collectors.toMap(TemplateReader::key, entry -> entry.getValueNode()))
                : Map.of("name", value);
        said.keySet().stream()
                .filter(key -> !List.of("name", "eta", "rungs").contains(key))
                .forEach(key -> wrong(
                        value,
                        "unknown key '" + key + "' of the sampler; known keys: eta, name, rungs"
                                + (key.equals("trials") ? "; 'trials' stands beside 'sampler'" : "")));
        String name = said.containsKey("name") ? NodeText.of(said.get("name")) : "";
        if (!SamplerSettings.NAMES.contains(name)) {
            wrong(
                    said.getOrDefault("name", value),
                    "unknown sampler '" + name + "'" + NearestName.suggestion(name, SamplerSettings.NAMES)
                            + "; choose from " + String.join(", ", SamplerSettings.NAMES));
            return;
        }
        int eta = said.containsKey("eta") ? number("eta", said.get("eta")).orElse(3) : 3;
        int rungs =
                said.containsKey("rungs") ? number("rungs", said.get("rungs")).orElse(3) : 3;
        try {
            sampler = Optional.of(new SamplerSettings(name, eta, rungs));
        } catch (IllegalArgumentException e) {
            wrong(value, String.valueOf(e.getMessage()));
        }
    }

    private OptionalInt number(String key, Node value) {
        try {
            int number = value instanceof ScalarNode scalar ? Integer.parseInt(scalar.getValue()) : 0;
            if (number >= 1) {
                return OptionalInt.of(number);
            }
        } catch (NumberFormatException e) {
            // said below
        }
        wrong(value, "'" + key + "' must be a whole number of 1 or more");
        return OptionalInt.empty();
    }

    private void wrong(Node node, String message) {
        mistakes.add(TemplateReader.mistake(node, message));
    }
}
