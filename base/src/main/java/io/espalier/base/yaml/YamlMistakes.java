// SPDX-License-Identifier: Apache-2.0
package io.espalier.base.yaml;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException.Reference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.base.RecipeException;
import io.espalier.base.RecipeException.Mistake;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Finds everything that is wrong in a text. What reads documents stops at the first mistake, so the place of the mistake is taken out and the
 * rest is read again, until nothing is left to complain of. What is then said of something around a place that was taken out may follow from
 * that, and is not told.
 */
final class YamlMistakes {
    private static final int MOST = 50;
    private static final Pattern STEP = Pattern.compile("\\bstep ([1-9]\\d{0,5})\\b");

    private final YamlPlaces places;
    private final Set<Class<?>> upperCaseEnums;
    private final Map<String, JsonNode> standIns;
    private final IdentityHashMap<ArrayNode, List<Integer>> originalPlaces = new IdentityHashMap<>();
    private final List<List<Reference>> cut = new ArrayList<>();

    YamlMistakes(YamlPlaces places, Set<Class<?>> upperCaseEnums, Map<String, JsonNode> standIns) {
        this.places = places;
        this.standIns = standIns;
        this.upperCaseEnums = Set.copyOf(upperCaseEnums);
    }

    /** Reads a document; fails at the first mistake. */
    @FunctionalInterface
    interface Reading {
        Object read(JsonNode tree) throws JsonProcessingException;
    }

    /**
     * All mistakes, in the order of the text.
     *
     * @param first what the reading of the whole failed with
     * @param tree the whole, which is changed here
     */
    RecipeException all(Exception first, JsonNode tree, Reading reading) {
        List<Mistake> mistakes = new ArrayList<>();
        @Nullable Exception failure = first;
        while (failure != null && mistakes.size() < MOST) {
            List<Reference> found = YamlMistake.path(failure);
            List<Reference> path = original(found, tree);
            if (!followsFromCut(path, found, tree)) {
                if (path.isEmpty() && failure instanceof RecipeException whole && mistakes.isEmpty()) {
                    return whole;
                }
                Mistake mistake = YamlMistake.in(places, failure, path, upperCaseEnums);
                mistakes.add(
                        path.size() == 2
                                ? new Mistake(
                                        mistake.line(), mistake.column(), withOriginalSteps(mistake.message(), tree))
                                : mistake);
            }
            if (!takeOut(found, tree)) {
                break;
            }
            cut.add(path);
            failure = failure(reading, tree);
        }
        return RecipeException.of(mistakes.stream()
                .distinct()
                .sorted(Comparator.comparingInt(Mistake::line).thenComparingInt(Mistake::column))
                .toList());
    }

    private static @Nullable Exception failure(Reading reading, JsonNode tree) {
        try {
            reading.read(tree);
            return null;
        } catch (JsonProcessingException | RecipeException e) {
            return e;
        }
    }

    /** Whether it is about something that surrounds what was taken out, or that may have been it under another name. */
    private boolean followsFromCut(List<Reference> path, List<Reference> found, JsonNode tree) {
        if (cut.stream().anyMatch(earlier -> startsWith(earlier, path))) {
            return true;
        }
        JsonNode node = tree;
        for (Reference step : found) {
            node = next(node, step);
        }
        List<Reference> around = path.subList(0, Math.max(0, path.size() - 1));
        return node.isMissingNode()
                && cut.stream().anyMatch(earlier -> earlier.size() == path.size() && startsWith(earlier, around));
    }

    /** Messages about steps count those that were left. */
    private String withOriginalSteps(String message, JsonNode tree) {
        return tree.path("steps") instanceof ArrayNode steps
                ? STEP.matcher(message).replaceAll(found -> {
                    int place = Integer.parseInt(found.group(1)) - 1;
                    List<Integer> original = places(steps);
                    return "step " + ((place < original.size() ? original.get(place) : place) + 1);
                })
                : message;
    }

    private static boolean startsWith(List<Reference> path, List<Reference> start) {
        return path.size() >= start.size()
                && IntStream.range(0, start.size())
                        .allMatch(place ->
                                path.get(place).getIndex() == start.get(place).getIndex()
                                        && Objects.equals(
                                                path.get(place).getFieldName(),
                                                start.get(place).getFieldName()));
    }

    /** The path in the text: entries of lists stood further behind before others were taken out. */
    private List<Reference> original(List<Reference> path, JsonNode tree) {
        List<Reference> original = new ArrayList<>();
        JsonNode node = tree;
        for (Reference step : path) {
            boolean isEntry = step.getFieldName() == null
                    && node instanceof ArrayNode
                    && step.getIndex() >= 0
                    && step.getIndex() < node.size();
            original.add(isEntry ? new Reference(this, places((ArrayNode) node).get(step.getIndex())) : step);
            node = next(node, step);
        }
        return original;
    }

    private List<Integer> places(ArrayNode list) {
        return originalPlaces.computeIfAbsent(
                list,
                whole -> IntStream.range(0, whole.size()).boxed().collect(Collectors.toCollection(ArrayList::new)));
    }

    private static JsonNode next(JsonNode node, Reference step) {
        return step.getFieldName() == null ? node.path(step.getIndex()) : node.path(step.getFieldName());
    }

    /** Takes out what a path leads to, or the nearest around it that is there; false if that is all. */
    private boolean takeOut(List<Reference> path, JsonNode tree) {
        JsonNode node = tree;
        JsonNode parent = tree;
        @Nullable Reference last = null;
        for (Reference step : path) {
            JsonNode inner = next(node, step);
            if (inner.isMissingNode()) {
                break;
            }
            parent = node;
            last = step;
            node = inner;
        }
        if (last == null) {
            return false;
        }
        if (parent instanceof ArrayNode list) {
            places(list).remove(last.getIndex());
            list.remove(last.getIndex());
        } else if (parent instanceof ObjectNode mapping) {
            @Nullable JsonNode standIn = standIns.get(last.getFieldName());
            if (standIn == null || standIn.equals(node)) {
                mapping.remove(last.getFieldName());
            } else {
                mapping.set(last.getFieldName(), standIn);
            }
        }
        return true;
    }
}
