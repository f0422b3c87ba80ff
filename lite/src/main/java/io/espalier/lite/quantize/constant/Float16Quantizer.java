// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize.constant;

import io.espalier.lite.Operator;
import io.espalier.lite.Subgraph;
import io.espalier.lite.schema.BuiltinOperator;
import java.util.Optional;

/**
 * Stores constants, biases too, in half precision: half of the bytes, and hardly any accuracy. GPUs read them as they are; elsewhere the
 * runtime makes float32 of them once, at its start.
 *
 * <pre>
 *                                       w = dequantize(w16)
 *                                       b = dequantize(b16)
 *   y = conv(x, w, b)                   y = conv(x, w, b)
 * </pre>
 *
 * <p>A finite number that half precision cannot hold becomes 65504 or -65504, the nearest that it can. Constants of custom operators stay: their kernels
 * may read them before anything runs.
 */
public record Float16Quantizer() implements ConstantQuantizer {
    @Override
    public Optional<ConstantEncoding> form(Subgraph subgraph, Operator operator, int position) {
        return operator.is(BuiltinOperator.CUSTOM) ? Optional.empty() : Optional.of(ConstantEncoding.FLOAT16);
    }

    @Override
    public String obstacle(Subgraph subgraph, Operator operator) {
        return operator.is(BuiltinOperator.CUSTOM)
                ? "a custom kernel may read its constants before anything runs"
                : "it has no constants in float32";
    }
}
