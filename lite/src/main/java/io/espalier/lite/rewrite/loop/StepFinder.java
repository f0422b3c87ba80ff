// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite.loop;

import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.Quantization.Details;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.rewrite.loop.Operand.Place;
import io.espalier.lite.schema.BuiltinOperator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the steps of recurrent layers: they begin with the product of the state and the recurrent weights. */
final class StepFinder {
    private final Subgraph subgraph;
    private final boolean byQuantization;
    private final Parts parts;
    private final StepUses uses;
    private final Map<Integer, Integer> producers = new HashMap<>();

    /**
     * @param byQuantization whether steps are equal only if their scales are
     */
    StepFinder(Subgraph subgraph, boolean byQuantization) {
        this.subgraph = subgraph;
        this.byQuantization = byQuantization;
        this.parts = new Parts(subgraph);
        this.uses = new StepUses(subgraph);
        for (int index = 0; index < subgraph.operators().size(); index++) {
            int place = index;
            operator(index).outputs().stream().forEach(output -> producers.put(output, place));
        }
    }

    /** All that are at least so many, in the order of the graph. */
    List<Steps> atLeast(int least) {
        Map<Integer, List<Integer>> products = new LinkedHashMap<>();
        for (int index = 0; index < subgraph.operators().size(); index++) {
            if (operator(index).is(BuiltinOperator.FULLY_CONNECTED)) {
                products.computeIfAbsent(operator(index).inputs().get(1), weight -> new ArrayList<>())
                        .add(index);
            }
        }
        List<Steps> found = new ArrayList<>();
        int end = 0;
        for (List<Integer> places : products.values()) {
            Optional<Steps> steps = longest(places, end);
            if (steps.isPresent() && steps.get().count() >= least) {
                found.add(steps.get());
                end = steps.get().end();
            }
        }
        return found;
    }

    private Optional<Steps> longest(List<Integer> places, int start) {
        Optional<Steps> longest = Optional.empty();
        // A given state may be of another kind than those that follow, so the second step may be the first of its kind.
        for (int index = 0; index < Math.min(2, places.size() - 1); index++) {
            int first = places.get(index);
            int length = places.get(index + 1) - first;
            if (first >= start) {
                Optional<Steps> found = from(first, length);
                if (found.isPresent()
                        && (longest.isEmpty()
                                || found.get().count() > longest.get().count())) {
                    longest = found;
                }
            }
        }
        return longest;
    }

    private Optional<Steps> from(int first, int length) {
        int count = 1;
        List<List<Operand>> operands = List.of();
        while (first + (count + 1) * length <= subgraph.operators().size()) {
            Optional<List<List<Operand>>> next = next(first, length, count, operands);
            if (next.isEmpty()) {
                break;
            }
            operands = next.get();
            count++;
        }
        // What only the last step has to give may keep it from being one of them.
        for (int less = 0; less < 2 && count - less > 1; less++) {
            Optional<Steps> steps = whole(first, length, count - less, operands);
            if (steps.isPresent()) {
                return steps;
            }
        }
        return Optional.empty();
    }

    /** The operands as the steps before have them, if this step has the same. */
    private Optional<List<List<Operand>>> next(int first, int length, int step, List<List<Operand>> known) {
        List<List<Operand>> all = new ArrayList<>();
        for (int index = 0; index < length; index++) {
            int place = first + step * length + index;
            if (!isLike(operator(place - length), operator(place))) {
                return Optional.empty();
            }
            List<Operand> operands = new ArrayList<>();
            for (int position = 0; position < operator(place).inputs().size(); position++) {
                Optional<Operand> operand = operand(first, length, step, index, position);
                boolean isKnown = operand.isPresent()
                        && (known.isEmpty() || known.get(index).get(position).equals(operand.get()));
                if (!isKnown) {
                    return Optional.empty();
                }
                operands.add(operand.get());
            }
            all.add(operands);
        }
        return Optional.of(all);
    }

    private Optional<Operand> operand(int first, int length, int step, int index, int position) {
        int place = first + step * length + index;
        int tensor = operator(place).inputs().get(position);
        int before = operator(place - length).inputs().get(position);
        if (tensor == Operator.ABSENT) {
            return before == tensor ? Optional.of(new Operand.Fixed(tensor)) : Optional.empty();
        }
        Integer producer = producers.get(tensor);
        if (producer != null && producer >= first) {
            int relative = producer - (first + step * length);
            int output = operator(producer).outputs().stream().boxed().toList().indexOf(tensor);
            if (relative >= 0) {
                boolean sameBefore = operator(producer - length).outputs().get(output) == before;
                return sameBefore ? Optional.of(new Operand.Inner(new Place(relative, output))) : Optional.empty();
            }
            return relative + length >= 0
                    ? Optional.of(new Operand.Carried(new Place(relative + length, output)))
                    : Optional.empty();
        }
        if (tensor == before || isSameConstant(tensor, before)) {
            int fixed = operator(first + index).inputs().get(position);
            return subgraph.tensor(fixed).quantization().details() instanceof Details.Blockwise
                    ? Optional.empty()
                    : Optional.of(new Operand.Fixed(fixed));
        }
        return stream(tensor, before, step);
    }

    private Optional<Operand> stream(int tensor, int before, int step) {
        Optional<Parts.Part> part = parts.of(tensor);
        Optional<Parts.Part> earlier = parts.of(before);
        if (part.isEmpty()
                || earlier.isEmpty()
                || part.get().source() != earlier.get().source()) {
            return Optional.empty();
        }
        int direction = part.get().index() - earlier.get().index();
        return Math.abs(direction) == 1
                ? Optional.of(new Operand.Streamed(
                        new Operand.Stream(part.get().source(), part.get().index() - step * direction, direction)))
                : Optional.empty();
    }

    private Optional<Steps> whole(int first, int length, int count, List<List<Operand>> operands) {
        Map<Place, Integer> starts = new LinkedHashMap<>();
        for (int index = 0; index < length; index++) {
            for (int position = 0; position < operands.get(index).size(); position++) {
                if (operands.get(index).get(position) instanceof Operand.Carried carried) {
                    int start = operator(first + index).inputs().get(position);
                    Integer known = starts.putIfAbsent(carried.place(), start);
                    boolean fits = (known == null || known == start)
                            && isLike(subgraph.tensor(start), subgraph.tensor(tensor(first, carried.place())));
                    if (!fits) {
                        return Optional.empty();
                    }
                }
            }
        }
        return starts.isEmpty()
                ? Optional.empty()
                : uses.sequences(first, length, count, starts.keySet())
                        .map(sequences -> new Steps(first, length, count, operands, starts, sequences));
    }

    private int tensor(int first, Place place) {
        return operator(first + place.operator()).outputs().get(place.output());
    }

    private Operator operator(int index) {
        return subgraph.operators().get(index);
    }

    private boolean isLike(Operator one, Operator other) {
        boolean alike = one.code().equals(other.code())
                && one.options().equals(other.options())
                && one.customOptions().isEmpty()
                && other.customOptions().isEmpty()
                && one.intermediates().isEmpty()
                && one.inputs().size() == other.inputs().size()
                && one.outputs().size() == other.outputs().size()
                && one.mutatingVariableInputs().isEmpty();
        Ints outputs = one.outputs();
        for (int i = 0; alike && i < outputs.size(); i++) {
            alike = isLike(
                    subgraph.tensor(outputs.get(i)),
                    subgraph.tensor(other.outputs().get(i)));
        }
        return alike;
    }

    private boolean isLike(Tensor one, Tensor other) {
        return one.type() == other.type()
                && one.dynamicShape().equals(other.dynamicShape())
                && !one.isVariable()
                && !other.isVariable()
                && (!byQuantization || one.quantization().equals(other.quantization()));
    }

    private boolean isSameConstant(int one, int other) {
        Tensor first = subgraph.tensor(one);
        Tensor second = subgraph.tensor(other);
        return first.isConstant()
                && isLike(first, second)
                && first.externalBuffer() == second.externalBuffer()
                && first.buffer().equals(second.buffer())
                && first.sparsity().equals(second.sparsity());
    }
}
