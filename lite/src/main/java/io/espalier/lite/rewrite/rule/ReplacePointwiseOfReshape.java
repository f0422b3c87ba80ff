// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite.rule;

import static io.espalier.lite.rewrite.match.OperatorPattern.operator;

import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.Tensor;
import io.espalier.lite.operator.Movement;
import io.espalier.lite.operator.OperatorSpec;
import io.espalier.lite.operator.OperatorTable;
import io.espalier.lite.rewrite.edit.Step;
import io.espalier.lite.rewrite.edit.SubgraphEditor;
import io.espalier.lite.rewrite.match.Match;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Reshapes after an operator that does not care for the shape, rather than before it: the operator may then be folded into the one before,
 * and the reshape may meet another.
 *
 * <pre>
 *   a = reshape(conv(x, weights, bias), s)
 *   y = relu(a)                        or a * constant, or a + constant, with one value a channel
 *
 *   is transformed into:
 *
 *   y' = relu(conv(x, weights, bias))
 *   y = reshape(y', s)
 * </pre>
 *
 * <p>SQUEEZE and EXPAND_DIMS are reshapes too. The name of what is computed goes with it, unless the subgraph puts it out.
 */
public final class ReplacePointwiseOfReshape extends Rewrite {
    private static Set<BuiltinOperator> pointwise() {
        Set<BuiltinOperator> kinds = OperatorTable.where(OperatorSpec::isUnary);
        kinds.addAll(Set.of(
                BuiltinOperator.ADD,
                BuiltinOperator.MUL,
                BuiltinOperator.SUB,
                BuiltinOperator.MAXIMUM,
                BuiltinOperator.MINIMUM));
        return kinds;
    }

    public ReplacePointwiseOfReshape() {
        super(operator(pointwise()));
    }

    @Override
    public void apply(Match match, SubgraphEditor subgraph) {
        Step pointwise = match.root();
        int operands = pointwise.operator().inputs().size();
        IntStream.range(0, operands)
                .filter(position -> canSwap(pointwise, position, subgraph))
                .findFirst()
                .ifPresent(position -> swap(pointwise, position, subgraph));
    }

    private static boolean canSwap(Step pointwise, int position, SubgraphEditor subgraph) {
        int reshaped = pointwise.input(position);
        return subgraph.tensor(reshaped).type() == TensorType.FLOAT32
                && subgraph.isUsedOnce(reshaped)
                && subgraph.producer(reshaped)
                        .filter(reshape -> OperatorTable.of(reshape.operator()).movement() == Movement.RESHAPES)
                        .filter(reshape -> subgraph.producer(reshape.input(0)).isPresent())
                        .filter(reshape -> othersFitBoth(pointwise, position, reshape.input(0), subgraph))
                        .isPresent();
    }

    private static boolean othersFitBoth(Step pointwise, int position, int unshaped, SubgraphEditor subgraph) {
        Tensor before = subgraph.tensor(unshaped);
        Tensor after = subgraph.tensor(pointwise.input(position));
        return IntStream.range(0, pointwise.operator().inputs().size())
                .filter(other -> other != position)
                .mapToObj(other -> subgraph.tensor(pointwise.input(other)))
                .allMatch(other -> other.isConstant()
                        && other.type() == TensorType.FLOAT32
                        && other.sparsity().isEmpty()
                        && isPerChannel(other, before)
                        && isPerChannel(other, after));
    }

    private static boolean isPerChannel(Tensor constant, Tensor value) {
        Ints shape = value.shape();
        return !shape.isEmpty()
                && PerChannel.values(constant, value, shape.get(shape.size() - 1))
                        .isPresent();
    }

    private static void swap(Step pointwise, int position, SubgraphEditor subgraph) {
        Operator reshape =
                subgraph.producer(pointwise.input(position)).orElseThrow().operator();
        Operator operator = pointwise.operator();
        int result = pointwise.output();
        Tensor described = subgraph.tensor(result);
        boolean isOutput = subgraph.isOutput(result);
        int unshaped = subgraph.add(subgraph.tensor(reshape.inputs().get(0))
                .withName(isOutput ? described.name() + "/unshaped" : described.name())
                .withTrained(described.trained()));
        subgraph.insertBefore(
                pointwise,
                operator.withInputs(operator.inputs()
                                .with(position, reshape.inputs().get(0)))
                        .withOutputs(Ints.of(unshaped)));
        Operator moved = reshape.withInputs(reshape.inputs().with(0, unshaped));
        if (isOutput) {
            subgraph.replace(pointwise, moved.withOutputs(operator.outputs()));
        } else {
            int again = subgraph.add(described.withName(described.name() + "/reshaped"));
            subgraph.insertBefore(pointwise, moved.withOutputs(Ints.of(again)));
            subgraph.redirect(result, again);
        }
    }
}
