// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize.integer;

import io.espalier.lite.Floats;
import io.espalier.lite.Operator;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.operator.Operand;
import io.espalier.lite.operator.OperatorSpec;
import io.espalier.lite.operator.OperatorTable;
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

    /** @param operators those that compute with integers */
    void apply(List<Operator> operators) {
        for (Operator operator : operators) {
            OperatorSpec row = OperatorTable.of(operator);
            for (Operand operand : row.inputs()) {
                if (operand instanceof Operand.Bias bias
                        && operator.hasInput(bias.weight())
                        && operator.hasInput(bias.input())) {
                    apply(operator, row, bias);
                }
            }
        }
    }

    private void apply(Operator operator, OperatorSpec row, Operand.Bias bias) {
        int input = operator.inputs().get(bias.input());
        TensorEncoding inputForm = activations.fixed(input).orElseGet(() -> activations.of(input));
        if (inputForm.type() == TensorType.INT8
                && row.input(bias.weight()).orElseThrow() instanceof Operand.Weight role) {
            float inputScale = inputForm.quantization().scales().get(0);
            Tensor stored = subgraph.tensor(operator.inputs().get(bias.weight()));
            TensorEncoding form = weights.ofWeights(operator, role, stored, Optional.empty(), inputScale);
            float largestStep = inputScale * largest(form.quantization().scales());
            row.activationOutputs(operator)
                    .forEach(output -> activations.raiseScale(output, largestStep / LARGEST_RATIO));
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
