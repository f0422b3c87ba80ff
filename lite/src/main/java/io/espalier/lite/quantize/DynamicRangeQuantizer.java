// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize;

import io.espalier.lite.Operator;
import io.espalier.lite.Subgraph;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import java.util.Optional;

/**
 * Stores weights in int8, a quarter of the bytes. Activations stay float in the graph; kernels quantize them on the fly, by the range
 * that they have at that moment, hence the name. Operators without such a kernel get their weights through a DEQUANTIZE.
 */
public record DynamicRangeQuantizer(WeightOptions options) implements ConstantQuantizer {
    /** As TensorFlow's converter does it by default. */
    public static final DynamicRangeQuantizer USUAL = new DynamicRangeQuantizer(WeightOptions.USUAL);

    @Override
    public Optional<ConstantForm> form(Subgraph subgraph, Operator operator, int position) {
        return WeightOperand.of(subgraph, operator, position, accepted(operator))
                .filter(weights -> !weights.hybrid() || hasFloatInput(subgraph, operator))
                .map(weights -> weights.form(TensorType.INT8, !weights.hybrid()));
    }

    private WeightOptions accepted(Operator operator) {
        return operator.is(BuiltinOperator.DEPTHWISE_CONV_2D)
                ? new WeightOptions(Granularity.PER_CHANNEL, options.leastElements())
                : options;
    }

    private static boolean hasFloatInput(Subgraph subgraph, Operator operator) {
        return subgraph.tensor(operator.inputs().get(0)).type() == TensorType.FLOAT32;
    }
}
