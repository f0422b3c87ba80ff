// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize.constant;

import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.Subgraph;
import io.espalier.lite.kernels.KernelForm;
import io.espalier.lite.kernels.XnnpackKernels;
import io.espalier.lite.operator.HybridKernel;
import io.espalier.lite.operator.OperatorTable;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import java.util.List;
import java.util.Optional;

/**
 * Stores weights in int8, a quarter of the bytes. Activations stay float in the graph; kernels quantize them on the fly, by the range
 * that they have at that moment, hence the name. Operators without such a kernel, or with one that is {@linkplain XnnpackKernels slower} than
 * that for floats, get their weights through a DEQUANTIZE, which the runtime computes once.
 *
 * <p>Recurrent operators keep their state in float. Their weights become integers all together, if one of them is large enough.
 */
public record DynamicRangeQuantizer(WeightOptions options, boolean avoidsSlowKernels) implements ConstantQuantizer {
    /** With the kernels that are quick. */
    public static final DynamicRangeQuantizer USUAL = new DynamicRangeQuantizer(WeightOptions.USUAL, true);

    /** With all kernels that there are, as TensorFlow's converter does it by default. */
    public static final DynamicRangeQuantizer HYBRID_THROUGHOUT = new DynamicRangeQuantizer(WeightOptions.USUAL, false);

    @Override
    public Optional<ConstantEncoding> form(Subgraph subgraph, Operator operator, int position) {
        return WeightOperand.at(subgraph, operator, position).flatMap(weights -> form(subgraph, operator, weights));
    }

    private Optional<ConstantEncoding> form(Subgraph subgraph, Operator operator, WeightOperand weights) {
        Optional<HybridKernel> kernel = weights.row()
                .hybrid()
                .filter(found -> isRight(found, subgraph, operator))
                .filter(found ->
                        !(avoidsSlowKernels && isSlow(operator, weights.tensor().shape())));
        if (kernel.isPresent()) {
            return canBeHybrid(subgraph, operator)
                    ? Optional.of(weights.hybrid(kernel.get(), options.granularity()))
                    : Optional.empty();
        }
        return weights.pays(options) && !options.portable()
                ? Optional.of(weights.dequantized(TensorType.INT8, options.granularity()))
                : Optional.empty();
    }

    private static boolean isSlow(Operator operator, Ints kernel) {
        if (operator.is(BuiltinOperator.CONV_2D)) {
            return XnnpackKernels.isSlowHybrid(kernel.get(1) * kernel.get(2), kernel.get(3), kernel.get(0));
        }
        return XnnpackKernels.slow(operator.code().builtin(), KernelForm.HYBRID).isPresent();
    }

    private static boolean isRight(HybridKernel kernel, Subgraph subgraph, Operator operator) {
        return operator.inputs().stream()
                .filter(input -> input != Operator.ABSENT)
                .allMatch(input -> subgraph.tensor(input).shape().size()
                        <= kernel.mostDimensions().orElse(Integer.MAX_VALUE));
    }

    // Kernels with several weights want all of them in int8, the small ones too, or none.
    private boolean canBeHybrid(Subgraph subgraph, Operator operator) {
        List<WeightOperand> all = WeightOperand.all(subgraph, operator);
        return all.stream().anyMatch(weights -> weights.pays(options))
                && all.stream().allMatch(WeightOperand::isStorable)
                && hasFloatActivations(subgraph, operator);
    }

    private static boolean hasFloatActivations(Subgraph subgraph, Operator operator) {
        return OperatorTable.of(operator)
                .activationInputs(operator)
                .mapToObj(subgraph::tensor)
                .allMatch(tensor -> tensor.type() == TensorType.FLOAT32);
    }

    @Override
    public String obstacle(Subgraph subgraph, Operator operator) {
        return WeightOperand.obstacle(subgraph, operator, options);
    }
}
