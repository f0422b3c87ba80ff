// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.tensorflow;

import io.espalier.lite.Ints;
import io.espalier.lite.lower.LoweringException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.Stream;

/**
 * {@code Einsum} of two tensors as one product of matrices:
 *
 * <pre>
 * left    transposed to (both, left alone, summed), then (both..., L, S)
 * right   transposed to (both, summed, right alone), then (both..., S, R)
 * product (both..., L, R), then (both..., left alone..., right alone...), transposed to the order of the result
 * </pre>
 */
final class EinsumRule {
    /** Names for the dimensions that an ellipsis stands for, which no equation uses. */
    private static final String FURTHER = "0123456789";

    private static final String ELLIPSIS = "...";

    private final NodeCall call;
    private final Map<Character, Integer> sizes = new LinkedHashMap<>();

    private EinsumRule(NodeCall call) {
        this.call = call;
    }

    static Value of(NodeCall call) {
        return new EinsumRule(call).lowered();
    }

    private Value lowered() {
        String equation = call.node().text("equation", "").replace(" ", "");
        String[] sides = equation.split("->", -1);
        String[] terms = sides[0].split(",", -1);
        if (sides.length != 2 || terms.length != 2) {
            throw new LoweringException(
                    "the equation '" + equation + "' is not supported: only two tensors with a result");
        }
        int further = Math.max(further(terms[0], 0), further(terms[1], 1));
        String left = labels(terms[0], 0, further);
        String right = labels(terms[1], 1, further);
        String result = sides[1].replace(ELLIPSIS, FURTHER.substring(0, further));
        String both = kept(left, label -> has(right, label) && has(result, label));
        String summed = kept(left, label -> has(right, label) && !has(result, label));
        String leftAlone = kept(left, label -> !has(right, label));
        String rightAlone = kept(right, label -> !has(left, label));
        if (Stream.of(left, right).anyMatch(EinsumRule::repeats)
                || !kept(leftAlone + rightAlone, label -> !has(result, label)).isEmpty()) {
            throw new LoweringException("the equation '" + equation
                    + "' sums or repeats a dimension of one tensor alone, which is not supported");
        }
        Value first = arranged("left", call.input(0), left, both, leftAlone, summed);
        Value second = arranged("right", call.input(1), right, both, summed, rightAlone);
        Value product = ProductRules.product(call, first, second, false, false);
        String order = both + leftAlone + rightAlone;
        Value whole = reshaped("whole", product, shape(order));
        return transposed("result", whole, order, result);
    }

    private int further(String term, int input) {
        return term.contains(ELLIPSIS)
                ? call.shape(input).size() - term.replace(ELLIPSIS, "").length()
                : 0;
    }

    /** The labels of all dimensions of an input; their sizes are noted. */
    private String labels(String term, int input, int further) {
        Ints shape = call.shape(input);
        String labels = term.replace(ELLIPSIS, FURTHER.substring(further - further(term, input), further));
        if (labels.length() != shape.size()) {
            throw new LoweringException("the term '" + term + "' does not fit the shape " + shape);
        }
        for (int axis = 0; axis < labels.length(); axis++) {
            sizes.merge(labels.charAt(axis), shape.get(axis), (one, other) -> one == Dims.OPEN ? other : one);
        }
        return labels;
    }

    private Value arranged(String part, Value value, String labels, String both, String rows, String columns) {
        Value ordered = transposed(part, value, labels, both + rows + columns);
        int rank = both.length();
        Ints matrices = Dims.inserted(shape(both), rank, Dims.product(shape(rows)));
        return reshaped(part + "/matrices", ordered, Dims.inserted(matrices, rank + 1, Dims.product(shape(columns))));
    }

    private Ints shape(String labels) {
        return Ints.of(
                labels.chars().map(label -> sizes.getOrDefault((char) label, 1)).toArray());
    }

    private Value reshaped(String part, Value value, Ints shape) {
        if (value.shape().equals(shape)) {
            return value;
        }
        if (shape.stream().filter(size -> size == Dims.OPEN).count() > 1) {
            throw new LoweringException("the shape " + shape + " has several open dimensions; fix them");
        }
        return value instanceof Value.Known
                ? Kernel.reshaped(call, value, shape.toArray())
                : ShapeRules.reshaped(call, part, value, shape);
    }

    private Value transposed(String part, Value value, String from, String to) {
        if (from.equals(to)) {
            return value;
        }
        int[] axes = to.chars().map(from::indexOf).toArray();
        return value instanceof Value.Known
                ? Kernel.transposed(call, value, axes)
                : ChannelsLast.transposed(call, part, value, axes);
    }

    private static boolean has(String labels, int label) {
        return labels.indexOf(label) >= 0;
    }

    private static boolean repeats(String labels) {
        return labels.chars().distinct().count() != labels.length();
    }

    private static String kept(String labels, IntPredicate which) {
        StringBuilder kept = new StringBuilder();
        labels.chars().filter(which).forEach(label -> kept.append((char) label));
        return kept.toString();
    }
}
