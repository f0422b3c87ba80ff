// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.options;

import io.espalier.lite.Options;
import io.espalier.lite.schema.TensorType;
import io.espalier.lite.schema.table.ActivationFunction;
import io.espalier.lite.schema.table.FullyConnectedWeightsFormat;
import io.espalier.lite.schema.table.OptionsTable;

/**
 * The options of {@code FULLY_CONNECTED}.
 *
 * @param keepNumDims whether the output has the rank of the input rather than 2
 * @param asymmetricQuantizeInputs with int8 weights and float inputs, whether the runtime quantizes inputs with a zero point
 * @param quantizedBiasType the type of the sums and the bias of a quantized operator; {@code FLOAT32} leaves it to the runtime
 */
public record FullyConnectedOptions(
        ActivationFunction activation,
        FullyConnectedWeightsFormat weightsFormat,
        boolean keepNumDims,
        boolean asymmetricQuantizeInputs,
        TensorType quantizedBiasType) {

    /** Reads the options of an operator, which must be of this table. */
    public static FullyConnectedOptions of(Options options) {
        return new FullyConnectedOptions(
                options.symbol("fused_activation_function", ActivationFunction.values()),
                options.symbol("weights_format", FullyConnectedWeightsFormat.values()),
                options.flag("keep_num_dims"),
                options.flag("asymmetric_quantize_inputs"),
                options.symbol("quantized_bias_type", TensorType.values()));
    }

    public Options toOptions() {
        return Options.of(OptionsTable.FULLY_CONNECTED)
                .with("fused_activation_function", activation)
                .with("weights_format", weightsFormat)
                .with("keep_num_dims", keepNumDims)
                .with("asymmetric_quantize_inputs", asymmetricQuantizeInputs)
                .with("quantized_bias_type", quantizedBiasType);
    }
}
