// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.space;

import io.espalier.base.RecipeException.Mistake;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Numbers from one to another: with equal steps, or a number of them with equal ratios. */
final class Range {
    private static final Set<String> KEYS = Set.of("from", "to", "step", "log");
    private static final int MOST = 1000;
    private static final MathContext DIGITS = new MathContext(3);

    private Range() {}

    /** Whether keys are those of a range; no mapping of a recipe has both {@code from} and {@code to}. */
    static boolean is(MappingNode node) {
        List<String> keys = node.getValue().stream().map(TemplateReader::key).toList();
        return keys.contains("from") && keys.contains("to");
    }

    /** The numbers, at the place of the range; the range itself if it is wrong. */
    static List<Node> values(MappingNode node, List<Mistake> mistakes) {
        Map<String, BigDecimal> said = new LinkedHashMap<>();
        for (NodeTuple entry : node.getValue()) {
            String key = TemplateReader.key(entry);
            @Nullable BigDecimal number = number(entry.getValueNode());
            if (!KEYS.contains(key) || number == null) {
                mistakes.add(TemplateReader.mistake(
                        KEYS.contains(key) ? entry.getValueNode() : entry.getKeyNode(),
                        KEYS.contains(key)
                                ? "'" + key + "' of a range must be a number"
                                : "a range has the keys from, to, and step or log, not '" + key + "'"));
                return List.of(node);
            }
            said.put(key, number);
        }
        BigDecimal from = Objects.requireNonNull(said.get("from"));
        BigDecimal to = Objects.requireNonNull(said.get("to"));
        @Nullable BigDecimal step = said.get("step");
        @Nullable BigDecimal log = said.get("log");
        @Nullable String problem = problem(from, to, step, log);
        if (problem != null) {
            mistakes.add(TemplateReader.mistake(node, problem));
            return List.of(node);
        }
        List<BigDecimal> numbers = step != null
                ? steps(from, to, step)
                : ratios(from, to, Objects.requireNonNull(log).intValueExact());
        return numbers.stream().map(number -> scalar(number, node)).toList();
    }

    private static @Nullable String problem(
            BigDecimal from, BigDecimal to, @Nullable BigDecimal step, @Nullable BigDecimal log) {
        if (from.compareTo(to) > 0) {
            return "'from' of a range must not be above 'to'";
        }
        if ((step != null && log != null) || (step == null && log == null)) {
            return "a range needs 'step', the distance of its numbers, or 'log', how many there are with equal ratios";
        }
        if (step != null) {
            return step.signum() <= 0 || to.subtract(from).compareTo(step.multiply(BigDecimal.valueOf(MOST))) > 0
                    ? "'step' of a range must be above 0, and leave at most 1,000 numbers"
                    : null;
        }
        boolean fits = log != null
                && log.stripTrailingZeros().scale() <= 0
                && log.compareTo(BigDecimal.valueOf(2)) >= 0
                && log.compareTo(BigDecimal.valueOf(MOST)) <= 0;
        if (!fits) {
            return "'log' of a range must be a whole number from 2 to 1,000: how many numbers there are";
        }
        return from.signum() <= 0 ? "'from' of a range with 'log' must be above 0" : null;
    }

    private static List<BigDecimal> steps(BigDecimal from, BigDecimal to, BigDecimal step) {
        List<BigDecimal> numbers = new ArrayList<>();
        for (BigDecimal number = from; number.compareTo(to) <= 0; number = number.add(step)) {
            numbers.add(number);
        }
        return numbers;
    }

    /** Rounded to three digits, or to whole numbers between such, but for the ends. */
    private static List<BigDecimal> ratios(BigDecimal from, BigDecimal to, int count) {
        boolean whole = from.stripTrailingZeros().scale() <= 0
                && to.stripTrailingZeros().scale() <= 0;
        double ratio = to.doubleValue() / from.doubleValue();
        List<BigDecimal> numbers = new ArrayList<>();
        for (int place = 0; place < count; place++) {
            double exact = from.doubleValue() * Math.pow(ratio, place / (count - 1.0));
            BigDecimal number = place == 0
                    ? from
                    : place == count - 1
                            ? to
                            : whole ? BigDecimal.valueOf(Math.round(exact)) : new BigDecimal(exact).round(DIGITS);
            if (numbers.isEmpty() || number.compareTo(numbers.get(numbers.size() - 1)) > 0) {
                numbers.add(number);
            }
        }
        return numbers;
    }

    private static @Nullable BigDecimal number(Node node) {
        try {
            return node instanceof ScalarNode scalar ? new BigDecimal(scalar.getValue()) : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static Node scalar(BigDecimal number, MappingNode place) {
        String text = (number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros()).toPlainString();
        return new ScalarNode(
                text.contains(".") ? Tag.FLOAT : Tag.INT,
                true,
                text,
                place.getStartMark(),
                place.getEndMark(),
                ScalarStyle.PLAIN);
    }
}
