// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.espalier.model.layer.Operations.Binary;
import io.espalier.model.layer.Operations.Unary;
import io.espalier.model.tensor.ModelException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.function.DoubleUnaryOperator;

/** Operations on numbers that are all known when a model is read, in the form of {@link OperationCalls}. */
final class KnownOperations {
    private static final Map<String, Binary> BINARY = OperationName.byName(OperationName.BINARY);
    private static final Map<String, Unary> UNARY = OperationName.byName(OperationName.UNARY);
    private static final Set<String> FLOOR_DIVISIONS = Set.of("floordiv", "floor_div", "floor_divide");
    private static final Set<String> REMAINDERS = Set.of("floormod", "floor_mod", "mod");

    private final OperationArguments arguments;
    private final KnownArguments known;

    KnownOperations(LayerConfig config, OperationArguments arguments) {
        this.arguments = arguments;
        this.known = new KnownArguments(config, arguments);
    }

    /** Whether numbers may take the place of tensors in an operation: it computes with each by itself. */
    static boolean isOfElements(String function) {
        return BINARY.containsKey(function)
                || FLOOR_DIVISIONS.contains(function)
                || REMAINDERS.contains(function)
                || Set.of("squared_difference", "where", "select").contains(function);
    }

    /** The result of a function; empty if it is none of these. */
    Optional<KnownNumbers> compute(String function) {
        if (BINARY.containsKey(function)) {
            Binary binary = BINARY.get(function);
            return Optional.of(both((left, right) -> left.with(binary, right)));
        }
        if (FLOOR_DIVISIONS.contains(function)) {
            return Optional.of(both(KnownNumber::floorDivided));
        }
        if (REMAINDERS.contains(function)) {
            return Optional.of(both(KnownNumber::remainder));
        }
        if (UNARY.containsKey(function)) {
            return Optional.ofNullable(function(UNARY.get(function)))
                    .map(computed -> known.operand(0)
                            .map(number -> KnownNumber.of(computed.applyAsDouble(number.known(function)))));
        }
        return Optional.ofNullable(
                switch (function) {
                    case "cast" -> cast();
                    case "identity", "stop_gradient", "convert_to_tensor" -> known.operand(0);
                    case "ones_like", "zeros_like" -> like(function.equals("ones_like"));
                    case "logical_not" ->
                        known.operand(0).map(number -> KnownNumber.of(number.known(function) == 0 ? 1 : 0));
                    case "where", "select" -> chosen();
                    default -> null;
                });
    }

    private KnownNumbers both(BinaryOperator<KnownNumber> function) {
        return known.operand(0).with(known.operand(1), function);
    }

    private static DoubleUnaryOperator function(Unary function) {
        return switch (function) {
            case ABS -> Math::abs;
            case CEIL -> Math::ceil;
            case COS -> Math::cos;
            case FLOOR -> Math::floor;
            case LOG -> Math::log;
            case NEGATE -> number -> -number;
            case ROUND -> Math::rint;
            case RSQRT -> number -> 1 / Math.sqrt(number);
            case SIGN -> Math::signum;
            case SIN -> Math::sin;
            case SQRT -> Math::sqrt;
            case SQUARE -> number -> number * number;
            default -> throw new ModelException("the function " + function + " of a known number is not supported");
        };
    }

    private KnownNumbers cast() {
        JsonNode type = arguments.required("dtype", "1");
        boolean isWhole = type.asText().contains("int");
        boolean isTruth = type.asText().equals("bool");
        return known.operand(0)
                .map(number -> number.ofBatch() || !(isWhole || isTruth)
                        ? number
                        : KnownNumber.of(isTruth ? Math.abs(Math.signum(number.value())) : truncated(number.value())));
    }

    private static double truncated(double number) {
        return number < 0 ? Math.ceil(number) : Math.floor(number);
    }

    private KnownNumbers like(boolean isOne) {
        arguments.find("dtype", "1");
        arguments.find("optimize");
        arguments.find("layout");
        return known.operand(0).map(number -> KnownNumber.of(isOne ? 1 : 0));
    }

    private KnownNumbers chosen() {
        KnownNumbers condition = known.operand(0);
        KnownNumbers yes = known.operand(1);
        KnownNumbers no = known.operand(2);
        KnownNumber nothing = KnownNumber.of(Double.NaN);
        BinaryOperator<KnownNumber> unlessNothing = (chosen, other) -> Double.isNaN(chosen.value()) ? other : chosen;
        return condition
                .with(yes, (holds, number) -> holds.known("where") == 0 ? nothing : number)
                .with(no, unlessNothing);
    }
}
