// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize.integer;

import io.espalier.lite.Floats;
import io.espalier.lite.Operator;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.operator.Operand;
import io.espalier.lite.schema.TensorType;
import java.util.List;
import java.util.Optional;

/**
 * Keeps the steps of sums and of what they are rounded to within what kernels take.
 *
 * <p>A sum of products has the step of input times weights. XNNPACK refuses a whole model where one such step is 256 steps of the
 * output or more, as it is before an activation that was always zero. An output that much finer than the sums it comes from has no
 * use for its steps anyway, so it gets coarser ones.
 */
final class RequantizationLimits {
    private static final float LARGEST_RATIO = 255;

    private final Subgraph subgraph;
    private final ActivationEncodings activations;
    private final WeightEncodings weights;

    RequantizationLimits(Subgraph subgraph, ActivationEncodings activations, WeightEncodings weights) {
        this.subgraph = subgraph;
        this.activations = activations;
        this.weights = weights;
    }

    void apply(List<OperatorChoice> choices) {
        for (int index = 0; index < choices.size(); index++) {
            if (choices.get(index) instanceof OperatorChoice.InIntegers integer) {
                Operator operator = subgraph.operators().get(index);
                integer.row().inputs().stream()
                        .filter(Operand.Bias.class::isInstance)
                        .map(Operand.Bias.class::cast)
                        .filter(bias -> operator.hasInput(bias.weight()) && operator.hasInput(bias.input()))
                        .forEach(bias -> apply(operator, integer, bias));
            }
        }
    }

    private void apply(Operator operator, OperatorChoice.InIntegers integer, Operand.Bias bias) {
        int input = operator.inputs().get(bias.input());
        TensorEncoding inputForm = activations.fixed(input).orElseGet(() -> activations.of(input));
        int[] outputs = ActivationEncodings.activationOutputs(operator, integer);
        if (inputForm.type() == TensorType.INT8
                && integer.row().input(bias.weight()).orElseThrow() instanceof Operand.Weight role) {
            float inputScale = inputForm.quantization().scales().get(0);
            Tensor stored = subgraph.tensor(operator.inputs().get(bias.weight()));
            TensorEncoding form =
                    weights.ofWeights(operator.code().builtin(), role, stored, Optional.empty(), inputScale);
            float largestStep = inputScale * largest(form.quantization().scales());
            for (int output : outputs) {
                activations.raiseScale(output, largestStep / LARGEST_RATIO);
            }
        }
    }

    private static float largest(Floats values) {
        float largest = 0;
        for (int i = 0; i < values.size(); i++) {
            largest = Math.max(largest, values.get(i));
        }
        return largest;
    }
}
