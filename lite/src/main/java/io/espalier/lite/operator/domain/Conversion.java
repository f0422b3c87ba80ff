// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.operator.domain;

import io.espalier.lite.Quantization;
import io.espalier.lite.Tensor;
import io.espalier.lite.schema.BuiltinOperator;
import java.util.Optional;

/** What an operator on the way makes of each number. */
@FunctionalInterface
interface Conversion {
    Conversion NONE = value -> value;

    double apply(double value);

    default Conversion then(Conversion next) {
        return value -> next.apply(apply(value));
    }

    /** Empty for an operator that does not convert, or in a way that is not known here. */
    static Optional<Conversion> of(BuiltinOperator operator, Tensor from, Tensor to) {
        return switch (operator) {
            case CAST -> Optional.of(isWhole(to) ? Conversion::towardsZero : NONE);
            case QUANTIZE ->
                isWhole(from)
                        ? Optional.empty()
                        : scale(to).map(form -> value -> form.zeroPoint() + Math.rint(value / form.scale()));
            case DEQUANTIZE -> scale(from).map(form -> value -> (value - form.zeroPoint()) * form.scale());
            default -> Optional.empty();
        };
    }

    private static double towardsZero(double value) {
        return value < 0 ? Math.ceil(value) : Math.floor(value);
    }

    /** A scale and a zero point for all elements. */
    record Scale(double scale, long zeroPoint) {}

    private static Optional<Scale> scale(Tensor tensor) {
        Quantization quantization = tensor.quantization();
        if (quantization.scales().size() != 1 || quantization.zeroPoints().size() > 1) {
            return Optional.empty();
        }
        long zeroPoint = quantization.zeroPoints().size() == 0
                ? 0
                : quantization.zeroPoints().get(0);
        return Optional.of(new Scale(quantization.scales().get(0), zeroPoint));
    }

    private static boolean isWhole(Tensor tensor) {
        return switch (tensor.type()) {
            case FLOAT32, FLOAT16, BFLOAT16, FLOAT64 -> false;
            default -> true;
        };
    }
}
