// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.espalier.model.layer.Operations.Binary;
import io.espalier.model.tensor.ModelException;
import java.util.Locale;

/**
 * A number that is known when a model is read, or so many times the number of examples in a batch, which is not.
 *
 * @param ofBatch whether it is to be multiplied by the number of examples
 */
record KnownNumber(double value, boolean ofBatch) {
    /** In arguments: {@code {"batch": 4}} is four times the number of examples. */
    static final String BATCH = "batch";

    /** The number of examples. */
    static final KnownNumber EXAMPLES = new KnownNumber(1, true);

    static KnownNumber of(double value) {
        return new KnownNumber(value, false);
    }

    /** A number, a truth, or one in the form of {@link #toJson}; false for all else. */
    static boolean is(JsonNode json) {
        return json.isNumber() || json.isBoolean() || json.has(BATCH);
    }

    static KnownNumber of(JsonNode json) {
        if (json.has(BATCH)) {
            return new KnownNumber(json.get(BATCH).doubleValue(), true);
        }
        return of(json.isBoolean() ? truth(json.booleanValue()) : json.doubleValue());
    }

    JsonNode toJson() {
        boolean isWhole = value == (int) value;
        JsonNodeFactory json = JsonNodeFactory.instance;
        JsonNode number = isWhole ? json.numberNode((int) value) : json.numberNode(value);
        return ofBatch ? json.objectNode().set(BATCH, number) : number;
    }

    private static double truth(boolean holds) {
        return holds ? 1 : 0;
    }

    /** @throws ModelException if the result depends on the number of examples in another way than by a factor */
    KnownNumber with(Binary function, KnownNumber other) {
        if (!ofBatch && !other.ofBatch) {
            return of(result(function, value, other.value));
        }
        boolean areAlike = ofBatch == other.ofBatch;
        return switch (function) {
            case ADD, SUBTRACT, MAXIMUM, MINIMUM ->
                new KnownNumber(result(function, value, other.value), areAlike || fail(function));
            case MULTIPLY -> new KnownNumber(value * other.value, !areAlike || fail(function));
            case DIVIDE -> {
                boolean isFactor = areAlike || (ofBatch && value % other.value == 0);
                yield new KnownNumber(value / other.value, isFactor ? !areAlike : fail(function));
            }
            default -> new KnownNumber(Double.NaN, fail(function));
        };
    }

    /** The whole number below the quotient. */
    KnownNumber floorDivided(KnownNumber other) {
        KnownNumber quotient = with(Binary.DIVIDE, other);
        return new KnownNumber(Math.floor(quotient.value), quotient.ofBatch);
    }

    /** What a division leaves, with the sign of the divisor. */
    KnownNumber remainder(KnownNumber other) {
        KnownNumber taken = floorDivided(other).with(Binary.MULTIPLY, other);
        return taken.equals(this) ? of(0) : with(Binary.SUBTRACT, taken);
    }

    /** @throws ModelException if it is not known */
    double known(String function) {
        if (ofBatch) {
            fail(function);
        }
        return value;
    }

    private static boolean fail(Binary function) {
        return fail(function.name().toLowerCase(Locale.ROOT));
    }

    private static boolean fail(String function) {
        throw new ModelException(
                "computes '" + function + "' with the number of examples in a batch, which is not known"
                        + " before the model runs; it can only be the first dimension of a shape, also times a known number; build"
                        + " the model in Keras without this computation");
    }

    private static double result(Binary function, double left, double right) {
        return switch (function) {
            case ADD -> left + right;
            case SUBTRACT -> left - right;
            case MULTIPLY -> left * right;
            case DIVIDE -> left / right;
            case MAXIMUM -> Math.max(left, right);
            case MINIMUM -> Math.min(left, right);
            case POWER -> Math.pow(left, right);
            case EQUAL -> truth(left == right);
            case NOT_EQUAL -> truth(left != right);
            case GREATER -> truth(left > right);
            case GREATER_EQUAL -> truth(left >= right);
            case LESS -> truth(left < right);
            case LESS_EQUAL -> truth(left <= right);
        };
    }
}
