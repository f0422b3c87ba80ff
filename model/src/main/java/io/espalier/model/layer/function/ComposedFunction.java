// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.function;

import io.espalier.model.check.Inputs;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Operations;
import io.espalier.model.layer.Operations.Binary;
import io.espalier.model.layer.Operations.Unary;
import java.util.List;

/** A function of each number that is made of others, as Keras files have it where a model was built of tensors: {@code tf.math.log1p(x)}. */
public record ComposedFunction(Function function) implements ComposedLayer.Channelwise {
    /** Which function. */
    public enum Function {
        COSH,
        /** {@code exp(x) - 1}. */
        EXPM1,
        /** 1 where the number is not 0, else 0: true or false of a number. */
        IS_NOT_ZERO,
        /** 1 where the number is 0, else 0: the opposite of true or false. */
        IS_ZERO,
        /** {@code log(1 + x)}. */
        LOG1P,
        SINH,
        TAN,
        /** Without what stands behind the point: towards 0. */
        TRUNCATE
    }

    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        T value = Inputs.single(inputs);
        return switch (function) {
            case COSH -> on.multiply(on.add(power(on, value), power(on, negated(on, value))), on.scalar(0.5f));
            case EXPM1 -> on.subtract(power(on, value), on.scalar(1));
            case IS_NOT_ZERO -> on.isOther(value, 0);
            case IS_ZERO -> on.binary(Binary.EQUAL, value, on.scalar(0));
            case LOG1P -> on.unary(Unary.LOG, on.add(value, on.scalar(1)));
            case SINH -> on.multiply(on.subtract(power(on, value), power(on, negated(on, value))), on.scalar(0.5f));
            case TAN -> on.binary(Binary.DIVIDE, on.unary(Unary.SIN, value), on.unary(Unary.COS, value));
            case TRUNCATE -> on.subtract(wholeAbove(on, value), wholeAbove(on, negated(on, value)));
        };
    }

    private static <T> T wholeAbove(Operations<T> on, T value) {
        return on.unary(Unary.FLOOR, on.unary(Unary.RELU, value));
    }

    private static <T> T power(Operations<T> on, T value) {
        return on.unary(Unary.EXP, value);
    }

    private static <T> T negated(Operations<T> on, T value) {
        return on.unary(Unary.NEGATE, value);
    }
}
