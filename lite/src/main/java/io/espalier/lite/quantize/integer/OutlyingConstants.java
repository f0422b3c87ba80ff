// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize.integer;

import io.espalier.lite.Operator;
import io.espalier.lite.QuantizationException;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.calibrate.TensorRanges;
import io.espalier.lite.calibrate.observe.TensorObservation;
import io.espalier.lite.operator.ActivationType;
import io.espalier.lite.operator.Movement;
import io.espalier.lite.operator.OperatorSpec;
import io.espalier.lite.operator.OperatorTable;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import io.espalier.model.tensor.ValueRange;
import java.nio.FloatBuffer;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds operators that put a constant beside activations which is so far from them that one scale has no room for both: what a mask or
 * a padding fills in, or what stands for infinity. So they stay in float, and so does everything that takes their outputs.
 */
final class OutlyingConstants {
    /** With fewer steps than this for the other inputs, integers would lose them. */
    private static final int LEAST_STEPS = 8;

    /** Computing operators whose results are as far off as one of their inputs. */
    private static final Set<BuiltinOperator> ADDING =
            EnumSet.of(BuiltinOperator.ADD, BuiltinOperator.SUB, BuiltinOperator.MUL);

    private final Subgraph subgraph;
    private final TensorRanges ranges;
    private final int steps;

    /** Tensors that such constants may have got into, with the constant's value. */
    private final Map<Integer, Float> carriers = new HashMap<>();

    private final Map<Operator, String> obstacles = new HashMap<>();

    /** @param activations type of the integers that would take the place of floats */
    OutlyingConstants(Subgraph subgraph, TensorRanges ranges, ActivationType activations) {
        this.subgraph = subgraph;
        this.ranges = ranges;
        this.steps = (1 << activations.tensorType().bits()) - 1;
        subgraph.operators().forEach(this::examine);
    }

    /** Why an operator must stay in float on account of such a constant; empty if it need not. */
    Optional<String> obstacle(Operator operator) {
        return Optional.ofNullable(obstacles.get(operator));
    }

    /**
     * @param type that the outputs of the subgraph shall have
     * @throws QuantizationException if one of the outputs may hold what stands for infinity
     */
    void refuseInOutputs(TensorType type) {
        for (int output : subgraph.outputs().toArray()) {
            Float carried = carriers.get(output);
            if (carried != null && !TensorObservation.isCounted(carried)) {
                throw new QuantizationException("the output '"
                        + subgraph.tensor(output).name() + "' holds " + carried + ", for which " + type
                        + " has no room: choose the output type FLOAT32");
            }
        }
    }

    private void examine(Operator operator) {
        OperatorSpec row = OperatorTable.of(operator);
        for (int input : row.activationInputs(operator).toArray()) {
            Tensor tensor = subgraph.tensor(input);
            Float carried = carriers.get(input);
            if (carried != null) {
                add(operator, row, "its input '" + tensor.name() + "' holds " + carried, carried);
            } else if (tensor.type() == TensorType.FLOAT32 && !tensor.buffer().isEmpty()) {
                examine(operator, row, tensor);
            }
        }
    }

    private void examine(Operator operator, OperatorSpec row, Tensor constant) {
        float farthest = farthest(constant);
        String holds = "its constant '" + constant.name() + "' holds " + farthest;
        if (Float.isNaN(farthest)) {
            return; // refused elsewhere
        }
        boolean isInfinite = Float.isInfinite(farthest) || (!TensorObservation.isCounted(farthest) && !clips(operator));
        if (isInfinite) {
            add(operator, row, holds + ", for which integers have no room", farthest);
        } else if (row.movement() != Movement.NONE && leavesNoSteps(operator, row, Math.abs((double) farthest))) {
            add(
                    operator,
                    row,
                    holds + ": with one scale for both, its other inputs would have fewer than " + LEAST_STEPS
                            + " steps",
                    farthest);
        }
    }

    private void add(Operator operator, OperatorSpec row, String obstacle, float value) {
        obstacles.putIfAbsent(operator, obstacle);
        if (row.movement() != Movement.NONE || ADDING.contains(row.operator())) {
            row.activationOutputs(operator).forEach(output -> carriers.put(output, value));
        }
    }

    private boolean leavesNoSteps(Operator operator, OperatorSpec row, double magnitude) {
        double widest = row.activationInputs(operator)
                .mapToObj(subgraph::tensor)
                .filter(tensor -> !tensor.isConstant())
                .flatMap(tensor -> ranges.of(tensor.name()).stream())
                .mapToDouble(OutlyingConstants::width)
                .max()
                .orElse(Double.MAX_VALUE);
        return widest > 0 && magnitude > widest * steps / LEAST_STEPS;
    }

    /** Whether an operator clips at its constant: a bound beyond all values changes none of them. */
    static boolean clips(Operator operator) {
        return operator.is(BuiltinOperator.MAXIMUM) || operator.is(BuiltinOperator.MINIMUM);
    }

    private static double width(ValueRange range) {
        return (double) Math.max(range.max(), 0) - Math.min(range.min(), 0);
    }

    private static float farthest(Tensor constant) {
        FloatBuffer values = constant.buffer().asFloats();
        float farthest = 0;
        for (int place = 0; place < values.limit(); place++) {
            float value = values.get(place);
            if (Float.isNaN(value)) {
                return value;
            }
            farthest = Math.abs(value) > Math.abs(farthest) ? value : farthest;
        }
        return farthest;
    }
}
