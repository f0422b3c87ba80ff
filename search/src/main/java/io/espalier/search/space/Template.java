// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.space;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** A part of a recipe in which choices may be open. Nodes keep the places that they have in the text of the space. */
sealed interface Template {
    /** How many ways there are to close all choices. */
    BigInteger count();

    /**
     * The choices of one of the ways: those further behind change first.
     *
     * @param index from 0 to below {@link #count}
     * @param picks gets the option of each choice that is met
     */
    void pick(BigInteger index, Map<Choice, Integer> picks);

    /**
     * The part with its choices closed.
     *
     * @param picks the option of each choice; the first of those that are missing
     * @param met gets the choices that were met, in order
     */
    Node closed(Map<Choice, Integer> picks, List<Choice> met);

    /** All choices, each behind those that it is in. */
    void addChoices(List<Choice> all);

    /** What is always the same. */
    record Fixed(Node node) implements Template {
        @Override
        public BigInteger count() {
            return BigInteger.ONE;
        }

        @Override
        public void pick(BigInteger index, Map<Choice, Integer> picks) {
            // nothing to choose
        }

        @Override
        public Node closed(Map<Choice, Integer> picks, List<Choice> met) {
            return node;
        }

        @Override
        public void addChoices(List<Choice> all) {
            // none
        }
    }

    /** Keys with values. */
    record Keys(MappingNode node, List<Template> values) implements Template {
        public Keys {
            values = List.copyOf(values);
        }

        @Override
        public BigInteger count() {
            return Parts.count(values);
        }

        @Override
        public void pick(BigInteger index, Map<Choice, Integer> picks) {
            Parts.pick(values, index, picks);
        }

        @Override
        public Node closed(Map<Choice, Integer> picks, List<Choice> met) {
            List<NodeTuple> entries = new ArrayList<>();
            for (int place = 0; place < values.size(); place++) {
                entries.add(new NodeTuple(
                        node.getValue().get(place).getKeyNode(),
                        values.get(place).closed(picks, met)));
            }
            return new MappingNode(
                    node.getTag(), true, entries, node.getStartMark(), node.getEndMark(), node.getFlowStyle());
        }

        @Override
        public void addChoices(List<Choice> all) {
            values.forEach(value -> value.addChoices(all));
        }
    }

    /**
     * Entries of a list.
     *
     * @param spliced whether an entry that is chosen and is itself a list stands for its own entries, as with steps
     */
    record Entries(SequenceNode node, List<Template> entries, boolean spliced) implements Template {
        public Entries {
            entries = List.copyOf(entries);
        }

        @Override
        public BigInteger count() {
            return Parts.count(entries);
        }

        @Override
        public void pick(BigInteger index, Map<Choice, Integer> picks) {
            Parts.pick(entries, index, picks);
        }

        @Override
        public Node closed(Map<Choice, Integer> picks, List<Choice> met) {
            List<Node> closed = new ArrayList<>();
            for (Template entry : entries) {
                Node one = entry.closed(picks, met);
                if (spliced && entry instanceof Choice && one instanceof SequenceNode several) {
                    closed.addAll(several.getValue());
                } else {
                    closed.add(one);
                }
            }
            return new SequenceNode(
                    node.getTag(), true, closed, node.getStartMark(), node.getEndMark(), node.getFlowStyle());
        }

        @Override
        public void addChoices(List<Choice> all) {
            entries.forEach(entry -> entry.addChoices(all));
        }
    }

    /**
     * One of several options.
     *
     * @param place where it is, such as {@code prune} or {@code cluster.train.epochs}; unique in a space
     * @param options what may stand there
     * @param names of the options, as tables show them
     */
    record Choice(String place, List<Template> options, List<String> names) implements Template {
        public Choice {
            options = List.copyOf(options);
            names = List.copyOf(names);
        }

        // Two choices of the same options are not the same.
        @Override
        public boolean equals(Object other) {
            return other instanceof Choice choice && choice.place.equals(place);
        }

        @Override
        public int hashCode() {
            return Objects.hash(place);
        }

        @Override
        public BigInteger count() {
            return options.stream().map(Template::count).reduce(BigInteger.ZERO, BigInteger::add);
        }

        @Override
        public void pick(BigInteger index, Map<Choice, Integer> picks) {
            BigInteger left = index;
            int option = 0;
            while (left.compareTo(options.get(option).count()) >= 0) {
                left = left.subtract(options.get(option).count());
                option++;
            }
            picks.put(this, option);
            options.get(option).pick(left, picks);
        }

        @Override
        public Node closed(Map<Choice, Integer> picks, List<Choice> met) {
            met.add(this);
            return options.get(picks.getOrDefault(this, 0)).closed(picks, met);
        }

        @Override
        public void addChoices(List<Choice> all) {
            all.add(this);
            options.forEach(option -> option.addChoices(all));
        }
    }

    /** Parts that are chosen independently. */
    final class Parts {
        private Parts() {}

        static BigInteger count(List<Template> parts) {
            return parts.stream().map(Template::count).reduce(BigInteger.ONE, BigInteger::multiply);
        }

        static void pick(List<Template> parts, BigInteger index, Map<Choice, Integer> picks) {
            BigInteger left = index;
            for (int place = 0; place < parts.size(); place++) {
                BigInteger behind = count(parts.subList(place + 1, parts.size()));
                BigInteger[] split = left.divideAndRemainder(behind);
                parts.get(place).pick(split[0], picks);
                left = split[1];
            }
        }
    }
}
