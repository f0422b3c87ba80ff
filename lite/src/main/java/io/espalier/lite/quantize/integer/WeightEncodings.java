// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize.integer;

import io.espalier.lite.Floats;
import io.espalier.lite.Longs;
import io.espalier.lite.Quantization;
import io.espalier.lite.Tensor;
import io.espalier.lite.operator.ActivationType;
import io.espalier.lite.operator.Operand;
import io.espalier.lite.quantize.constant.SymmetricWeights;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import io.espalier.model.WeightGrid;
import java.nio.FloatBuffer;
import java.util.Optional;

/** The forms of weights, symmetric int8, and of the bias that is added to their products. */
final class WeightEncodings {
    private static final int LARGEST = 127;

    /** Sums of products are added to a bias in int32; half of it is left for them. */
    private static final double LARGEST_BIAS = 0x3FFF_FFFF;

    private final IntegerOptions options;

    WeightEncodings(IntegerOptions options) {
        this.options = options;
    }

    /**
     * @param bias that goes with the weights; where it would be too large for its integers, the weights get a larger scale
     * @param inputScale of what the weights are multiplied by
     */
    TensorEncoding ofWeights(
            BuiltinOperator operator, Operand.Weight role, Tensor weights, Optional<Tensor> bias, float inputScale) {
        Optional<WeightGrid> trained = Optional.ofNullable(options.trained().get(weights.name()));
        boolean perChannel = trained.map(WeightGrid::perChannel)
                .orElseGet(() -> options.weights().isPerChannel(operator));
        int largest = trained.map(WeightGrid::levels).orElse(LARGEST);
        int axis = perChannel && role.channelAxis().isPresent()
                ? role.channelAxis().getAsInt()
                : -1;
        float[] scales = IntegerConstants.magnitudes(weights, axis);
        for (int channel = 0; channel < scales.length; channel++) {
            scales[channel] = (float) (Math.max(scales[channel], SymmetricWeights.LEAST_MAGNITUDE) / largest);
        }
        if (options.activations() == ActivationType.INT8) {
            bias.ifPresent(values -> makeRoomFor(values, scales, inputScale));
        }
        Quantization quantization = new Quantization(
                Floats.EMPTY, Floats.EMPTY, Floats.of(scales), Longs.filled(scales.length, 0), Math.max(axis, 0), null);
        return new TensorEncoding(TensorType.INT8, quantization);
    }

    /** A bias's scale is the product of those of input and weights, and its zero point 0. */
    TensorEncoding ofBias(TensorEncoding weights, float inputScale) {
        float[] scales = weights.quantization().scales().toArray();
        for (int channel = 0; channel < scales.length; channel++) {
            scales[channel] *= inputScale;
        }
        return new TensorEncoding(
                options.activations() == ActivationType.INT16 ? TensorType.INT64 : TensorType.INT32,
                Quantization.perChannel(Floats.of(scales), 0));
    }

    private static void makeRoomFor(Tensor bias, float[] scales, float inputScale) {
        FloatBuffer values = bias.buffer().asFloats();
        for (int place = 0; place < values.limit(); place++) {
            int channel = scales.length == 1 ? 0 : place % scales.length;
            float needed = (float) (Math.abs(values.get(place)) / LARGEST_BIAS / inputScale);
            scales[channel] = Math.max(scales[channel], needed);
        }
    }
}
