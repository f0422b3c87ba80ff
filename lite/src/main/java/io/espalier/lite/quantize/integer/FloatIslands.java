// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize.integer;

import io.espalier.lite.Operator;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.kernels.KernelForm;
import io.espalier.lite.kernels.KernelTime;
import io.espalier.lite.kernels.XnnpackKernels;
import io.espalier.lite.operator.OperatorTable;
import io.espalier.lite.quantize.integer.QuantizationPlan.Arithmetic;
import io.espalier.lite.quantize.integer.QuantizationPlan.OperatorDecision;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Operators that are quicker in float between a DEQUANTIZE and a QUANTIZE than in int8, since the runtime has no quick int8 kernel. Where the
 * neighbours are in float already, there are fewer such borders to pay for.
 */
final class FloatIslands {
    private final Subgraph subgraph;
    private final List<OperatorDecision> decisions;
    private final boolean storesWeights;
    private final Map<Integer, Integer> producers = new HashMap<>();

    /**
     * @param decisions as they are so far; later changes count
     * @param storesWeights whether operators with weights may be left in float
     */
    FloatIslands(Subgraph subgraph, List<OperatorDecision> decisions, boolean storesWeights) {
        this.subgraph = subgraph;
        this.decisions = decisions;
        this.storesWeights = storesWeights;
        for (int index = 0; index < subgraph.operators().size(); index++) {
            int producer = index;
            subgraph.operators().get(index).outputs().stream()
                    .filter(output -> output != Operator.ABSENT)
                    .forEach(output -> producers.put(output, producer));
        }
    }

    /** Why an operator that could compute in int8 is left in float; empty if it is not. */
    Optional<String> reason(int index) {
        Operator operator = subgraph.operators().get(index);
        boolean hasWeights = !OperatorTable.of(operator).weights().isEmpty();
        if (decisions.get(index).arithmetic() != Arithmetic.INTEGER || (hasWeights && !storesWeights)) {
            return Optional.empty();
        }
        return XnnpackKernels.slow(subgraph, operator, KernelForm.INT8)
                .filter(time -> nanosSaved(index, operator, time) > XnnpackKernels.LEAST_NANOS)
                .map(time -> String.format(
                        Locale.US,
                        "its int8 kernel takes %.1f times as long as the float one in TFLite 2.20 with XNNPACK",
                        time.timesFloat()));
    }

    private double nanosSaved(int index, Operator operator, KernelTime time) {
        double most = IntStream.concat(operator.inputs().stream(), operator.outputs().stream())
                .filter(tensor -> tensor != Operator.ABSENT)
                .mapToObj(subgraph::tensor)
                .mapToDouble(Tensor::elements)
                .max()
                .orElse(0);
        return time.nanosLost(most) - XnnpackKernels.BORDER_NANOS * borderElements(index, operator);
    }

    private double borderElements(int index, Operator operator) {
        IntStream takenIn = OperatorTable.of(operator)
                .activationInputs(operator)
                .filter(input -> !subgraph.tensor(input).isConstant() && !isFloat(producers.get(input)));
        IntStream givenOut = OperatorTable.of(operator)
                .activationOutputs(operator)
                .filter(output -> IntStream.range(0, decisions.size())
                        .filter(other -> other != index
                                && subgraph.operators().get(other).inputs().contains(output))
                        .anyMatch(other -> !isFloat(other)));
        return IntStream.concat(takenIn, givenOut)
                .mapToObj(subgraph::tensor)
                .mapToDouble(Tensor::elements)
                .sum();
    }

    private boolean isFloat(@Nullable Integer operator) {
        return operator != null && decisions.get(operator).arithmetic() == Arithmetic.FLOAT;
    }
}
