// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize.constant;

import io.espalier.lite.Operator;
import io.espalier.lite.Subgraph;
import io.espalier.lite.schema.TensorType;
import java.util.Optional;

/**
 * Stores weights in int8 or int4, a quarter or an eighth of the bytes, with a DEQUANTIZE in front of their operator: every sum is
 * computed in float32, at the speed of the float model once the runtime has started.
 *
 * @param type INT8 or INT4, two of which share a byte
 */
public record WeightOnlyQuantizer(TensorType type, WeightOptions options) implements ConstantQuantizer {
    public WeightOnlyQuantizer {
        if (type != TensorType.INT8 && type != TensorType.INT4) {
            throw new IllegalArgumentException("weights are stored in INT8 or INT4, not " + type);
        }
    }

    @Override
    public Optional<ConstantEncoding> form(Subgraph subgraph, Operator operator, int position) {
        return WeightOperand.at(subgraph, operator, position)
                .filter(weights -> weights.pays(options))
                .map(weights -> weights.dequantized(type, options.granularity()));
    }

    @Override
    public String obstacle(Subgraph subgraph, Operator operator) {
        return WeightOperand.obstacle(subgraph, operator, options);
    }
}
