// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize.integer;

import io.espalier.base.internal.DisjointSets;
import io.espalier.lite.Operator;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.operator.ActivationType;
import io.espalier.lite.operator.OperatorSpec;
import io.espalier.lite.operator.OperatorTable;
import io.espalier.lite.operator.ScaleConstraint;
import io.espalier.model.tensor.ValueRange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;

/**
 * Which activations share one scale: the inputs and outputs of an operator whose kernel only moves or selects values, and through shared
 * tensors those of several such operators.
 *
 * <p>An input stays outside the group, and is requantized on its way in, where sharing would cost more:
 *
 * <ul>
 *   <li>quantization-aware training rounded it to another range than the output: sharing would undo the training;
 *   <li>it has other users, and the group's scale is more than {@code sqrt(2)} times its own. Rounding at scale s adds noise of variance s²/12:
 *       sharing adds (group² - own²)/12 for the other users, requantizing adds own²/12 for the group.
 * </ul>
 */
final class ScaleGroups {
    private static final double LARGEST_RATIO = Math.sqrt(2);

    private final Subgraph subgraph;
    private final ActivationType type;
    private final IntFunction<Optional<ValueRange>> ranges;
    private final DisjointSets sets;
    private final Map<Integer, Set<Integer>> members = new LinkedHashMap<>();

    /** An input that an operator with one scale shares with others. */
    private record SharedInput(int tensor, int output) {}

    /**
     * @param operators those that compute with integers
     * @param ranges the range of a tensor; empty if it is not known
     */
    ScaleGroups(
            Subgraph subgraph,
            List<Operator> operators,
            ActivationType type,
            IntFunction<Optional<ValueRange>> ranges) {
        this.subgraph = subgraph;
        this.type = type;
        this.ranges = ranges;
        this.sets = new DisjointSets(subgraph.tensors().size());
        List<SharedInput> shared = new ArrayList<>();
        int[] uses = uses();
        for (Operator operator : operators) {
            bind(operator, uses, shared);
        }
        shared.forEach(this::joinUnlessItCosts);
        for (int tensor = 0; tensor < subgraph.tensors().size(); tensor++) {
            members.computeIfAbsent(sets.find(tensor), unused -> new TreeSet<>())
                    .add(tensor);
        }
    }

    /** The tensors that share one scale with this one, itself included, by index. */
    Set<Integer> of(int tensor) {
        return members.getOrDefault(sets.find(tensor), Set.of(tensor));
    }

    /** The smallest index of the group. */
    int first(int tensor) {
        return sets.find(tensor);
    }

    private void bind(Operator operator, int[] uses, List<SharedInput> shared) {
        OperatorSpec row = OperatorTable.of(operator);
        if (!(row.scales(type) instanceof ScaleConstraint.SameAsInput)) {
            return;
        }
        int[] outputs = row.activationOutputs(operator).toArray();
        for (int output : outputs) {
            sets.join(outputs[0], output);
        }
        row.activationInputs(operator)
                .filter(input -> extendsItsGroup(operator, subgraph.tensor(input)))
                .filter(input -> !isTrainedApart(input, outputs[0]))
                .forEach(input -> {
                    if (uses[input] == 1 || subgraph.tensor(input).isConstant()) {
                        sets.join(input, outputs[0]);
                    } else {
                        shared.add(new SharedInput(input, outputs[0]));
                    }
                });
    }

    // Values clipped by a comparison with a constant do not reach the output, and those that do were observed.
    private static boolean extendsItsGroup(Operator operator, Tensor tensor) {
        return !tensor.isConstant() || !OutlyingConstants.clips(operator);
    }

    /** Whether training rounded what is in both, each to another range. */
    private boolean isTrainedApart(int input, int output) {
        Optional<ValueRange> before = subgraph.tensor(input).trained().range();
        Optional<ValueRange> after = subgraph.tensor(output).trained().range();
        return before.isPresent() && after.isPresent() && !before.equals(after);
    }

    private void joinUnlessItCosts(SharedInput shared) {
        Optional<ValueRange> own = range(shared.tensor());
        Optional<ValueRange> target = range(shared.output());
        boolean costs = own.isPresent()
                && target.isPresent()
                && scale(own.get().union(target.get())) > LARGEST_RATIO * scale(own.get());
        if (!costs) {
            sets.join(shared.tensor(), shared.output());
        }
    }

    private float scale(ValueRange range) {
        return TensorEncoding.ofRange(range, type).quantization().scales().get(0);
    }

    /** The range of the tensor's group so far; empty if that of one of its tensors is not known. */
    private Optional<ValueRange> range(int tensor) {
        ValueRange range = new ValueRange(0, 0);
        for (int other = 0; other < subgraph.tensors().size(); other++) {
            if (sets.find(other) == sets.find(tensor)) {
                Optional<ValueRange> known = ranges.apply(other);
                if (known.isEmpty()) {
                    return Optional.empty();
                }
                range = range.union(known.get());
            }
        }
        return Optional.of(range);
    }

    /** For each tensor, how many operators use it; one more if it is an output. */
    private int[] uses() {
        int[] uses = new int[subgraph.tensors().size()];
        subgraph.outputs().stream().forEach(output -> uses[output]++);
        for (Operator operator : subgraph.operators()) {
            operator.inputs().stream()
                    .filter(input -> input != Operator.ABSENT)
                    .distinct()
                    .forEach(input -> uses[input]++);
        }
        return uses;
    }
}
