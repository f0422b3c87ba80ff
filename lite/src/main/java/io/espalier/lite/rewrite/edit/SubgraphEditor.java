// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite.edit;

import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.Tensor.TrainedValues;
import io.espalier.lite.operator.OperatorTable;
import io.espalier.lite.version.OperatorVersions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A subgraph on the workbench: knows who makes and who uses each tensor, and changes at the cost of the change, not of the whole.
 *
 * <p>Tensors keep their indices, and none goes away: what nobody uses is taken out later. An operator that nobody needs after a
 * change goes away with it, and so does what only it needed.
 */
public final class SubgraphEditor {
    private final Subgraph original;
    private final List<Tensor> tensors;
    private final List<List<Step>> users = new ArrayList<>();
    private final List<@Nullable Step> producers = new ArrayList<>();
    private final int[] outputs;
    private final Deque<Step> touched = new ArrayDeque<>();

    private @Nullable Step first;
    private @Nullable Step last;
    private int changes;

    public SubgraphEditor(Subgraph subgraph) {
        this.original = subgraph;
        this.tensors = new ArrayList<>(subgraph.tensors());
        this.outputs = subgraph.outputs().toArray();
        for (int i = 0; i < tensors.size(); i++) {
            users.add(new ArrayList<>(2));
            producers.add(null);
        }
        for (Operator operator : subgraph.operators()) {
            insert(null, operator);
        }
    }

    public Tensor tensor(int index) {
        return tensors.get(index);
    }

    /** Whether the subgraph says of some tensor that one of its sizes is known only when the model runs. */
    public boolean hasDynamicShapes() {
        return original.tensors().stream()
                .anyMatch(tensor -> tensor.dynamicShape().contains(-1));
    }

    /** Adds a tensor; its index. */
    public int add(Tensor tensor) {
        tensors.add(tensor);
        users.add(new ArrayList<>(2));
        producers.add(null);
        return tensors.size() - 1;
    }

    /** The operator that computes the tensor; empty for inputs and constants. */
    public Optional<Step> producer(int tensor) {
        return Optional.ofNullable(producers.get(tensor));
    }

    /** The operators that take it as an operand, once for each such operand. */
    public List<Step> users(int tensor) {
        return List.copyOf(users.get(tensor));
    }

    public boolean isOutput(int tensor) {
        for (int output : outputs) {
            if (output == tensor) {
                return true;
            }
        }
        return false;
    }

    /** Whether one operand of one operator is the only use, and the tensor no output of the subgraph. */
    public boolean isUsedOnce(int tensor) {
        return users.get(tensor).size() == 1 && !isOutput(tensor);
    }

    /** Puts one operator more before another. */
    public void insertBefore(Step following, Operator operator) {
        touch(insert(following, OperatorVersions.lowest(operator, tensors::get)));
        changes++;
    }

    /** Puts an operator in the place of another. It must make the same tensors. */
    public void replace(Step step, Operator operator) {
        if (!operator.outputs().equals(step.operator().outputs())) {
            throw new IllegalArgumentException(
                    "a replacement must have the same outputs as " + step + ", not " + operator.outputs());
        }
        Step following = step.next;
        detach(step);
        Step replacement = insert(following, OperatorVersions.lowest(operator, tensors::get));
        touch(replacement);
        for (int output : replacement.operator().outputs().toArray()) {
            users.get(output).forEach(this::touch);
        }
        removeOrphans(step.operator());
        changes++;
    }

    /**
     * Lets everybody who uses {@code from} use {@code to} instead, which has the same value; {@code from} must not be an output of the
     * subgraph. What training found for the value stays known.
     */
    public void redirect(int from, int to) {
        if (isOutput(from)) {
            throw new IllegalArgumentException("tensor " + from + " ('"
                    + tensor(from).name() + "') is an output of the subgraph and must be computed");
        }
        for (Step user : List.copyOf(users.get(from))) {
            if (!user.removed) {
                Ints inputs = substituted(user.operator().inputs(), from, to);
                replace(user, user.operator().withInputs(inputs));
            }
        }
        producer(from).filter(this::isUnused).ifPresent(this::remove);
        Tensor same = tensor(to);
        if (!same.isConstant() && same.trained().equals(TrainedValues.NONE)) {
            tensors.set(to, same.withTrained(tensor(from).trained()));
        }
    }

    /**
     * Takes out an operator whose output has the value of one of its inputs, where that is computed by another operator for it alone:
     * the other one computes the output instead.
     */
    public void bypass(Step step, int value) {
        int output = step.output();
        Step producer = producer(value)
                .filter(computing -> isUsedOnce(value))
                .orElseThrow(
                        () -> new IllegalArgumentException("the input of " + step + " is not computed for it alone"));
        detach(step);
        Step following = producer.next;
        detach(producer);
        Operator operator = producer.operator();
        touch(insert(following, operator.withOutputs(substituted(operator.outputs(), value, output))));
        users.get(output).forEach(this::touch);
        changes++;
    }

    /** How many changes there were so far. */
    public int changes() {
        return changes;
    }

    /** Every operator of the subgraph, in order. */
    public List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        for (Step step = first; step != null; step = step.next) {
            steps.add(step);
        }
        return steps;
    }

    /** The operators for which another rule may fit since the last call. */
    public List<Step> takeTouched() {
        List<Step> taken = List.copyOf(touched);
        touched.clear();
        return taken;
    }

    /** The subgraph as it is now. */
    public Subgraph toSubgraph() {
        return changes == 0
                ? original
                : original.with(
                        tensors,
                        original.inputs(),
                        original.outputs(),
                        steps().stream().map(Step::operator).toList());
    }

    private Step insert(@Nullable Step following, Operator operator) {
        Step step = new Step(operator);
        Step preceding = following == null ? last : following.previous;
        step.previous = preceding;
        step.next = following;
        if (preceding == null) {
            first = step;
        } else {
            preceding.next = step;
        }
        if (following == null) {
            last = step;
        } else {
            following.previous = step;
        }
        forEachPresent(operator.inputs(), tensor -> users.get(tensor).add(step));
        forEachPresent(operator.outputs(), tensor -> producers.set(tensor, step));
        return step;
    }

    private void detach(Step step) {
        if (step.previous == null) {
            first = step.next;
        } else {
            step.previous.next = step.next;
        }
        if (step.next == null) {
            last = step.previous;
        } else {
            step.next.previous = step.previous;
        }
        step.removed = true;
        forEachPresent(step.operator().inputs(), tensor -> users.get(tensor).remove(step));
        forEachPresent(step.operator().outputs(), tensor -> {
            if (producers.get(tensor) == step) {
                producers.set(tensor, null);
            }
        });
    }

    /** Takes out an operator whose outputs others compute by now, or nobody uses. */
    public void remove(Step step) {
        detach(step);
        removeOrphans(step.operator());
        changes++;
    }

    /** Removes what computed operands of an operator that is gone, and of what goes with it, if nobody else uses them. */
    private void removeOrphans(Operator gone) {
        Deque<Operator> left = new ArrayDeque<>(List.of(gone));
        while (!left.isEmpty()) {
            forEachPresent(
                    left.remove().inputs(),
                    tensor -> producer(tensor).ifPresent(producer -> {
                        touch(producer);
                        if (isUnused(producer)) {
                            detach(producer);
                            left.add(producer.operator());
                        }
                    }));
        }
    }

    private boolean isUnused(Step step) {
        return OperatorTable.of(step.operator()).isPure(step.operator(), tensors::get)
                && step.operator().outputs().stream()
                        .allMatch(output ->
                                output == Operator.ABSENT || (users.get(output).isEmpty() && !isOutput(output)));
    }

    private void touch(Step step) {
        touched.add(step);
    }

    private static void forEachPresent(Ints tensors, IntConsumer action) {
        tensors.stream().filter(tensor -> tensor != Operator.ABSENT).forEach(action);
    }

    private static Ints substituted(Ints tensors, int from, int to) {
        return Ints.of(
                tensors.stream().map(tensor -> tensor == from ? to : tensor).toArray());
    }
}
