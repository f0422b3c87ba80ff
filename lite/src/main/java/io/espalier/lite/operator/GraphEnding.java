// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.operator;

import io.espalier.lite.Floats;
import io.espalier.lite.Graph;
import io.espalier.lite.Operator;
import io.espalier.lite.Options;
import io.espalier.lite.Subgraph;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The last operator before an output that computes values. Operators that only move, convert or round values do not count.
 *
 * @param operator empty if the output is an input or a constant
 * @param step between the values that the output may have, the largest on the way: that of integers or of fake quantization; 0 if it is float
 */
public record GraphEnding(Optional<Operator> operator, float step) {
    private static final Set<Movement> KEEPING = EnumSet.of(Movement.RESHAPES, Movement.CONVERTS, Movement.REORDERS);

    /** @param place of the output among those of the main subgraph */
    public static GraphEnding of(Graph graph, int place) {
        Subgraph main = graph.main();
        int tensor = main.outputs().get(place);
        float step = step(main, tensor);
        Optional<Operator> last = producer(main, tensor);
        Optional<Before> before = last.flatMap(operator -> before(main, operator));
        while (before.isPresent()) {
            tensor = before.get().tensor();
            step = Math.max(step, Math.max(before.get().step(), step(main, tensor)));
            last = producer(main, tensor);
            before = last.flatMap(operator -> before(main, operator));
        }
        return new GraphEnding(last, step);
    }

    /** Whether the last operator is of this kind. */
    public boolean is(BuiltinOperator kind) {
        return operator.filter(last -> last.is(kind)).isPresent();
    }

    private static Optional<Operator> producer(Subgraph main, int tensor) {
        return main.operators().stream()
                .filter(operator -> operator.outputs().contains(tensor))
                .findFirst();
    }

    /**
     * Where values were before an operator that leaves them what they mean.
     *
     * @param step that they were rounded to since; 0 if they were not
     */
    private record Before(int tensor, float step) {}

    private static Optional<Before> before(Subgraph main, Operator operator) {
        boolean keeps = operator.is(BuiltinOperator.FAKE_QUANT)
                || KEEPING.contains(OperatorTable.of(operator).movement());
        return keeps
                ? Optional.of(new Before(operator.inputs().get(0), roundedTo(operator)))
                : beforeArithmetic(main, operator);
    }

    /** Fake quantization as TensorFlow.js computes it: clamped, divided by the step, rounded and multiplied. */
    private static Optional<Before> beforeArithmetic(Subgraph main, Operator last) {
        Optional<Float> step = number(main, last, BuiltinOperator.MUL);
        Optional<Operator> division = step.flatMap(
                        found -> producer(main, last.inputs().get(0)))
                .filter(operator -> operator.is(BuiltinOperator.ROUND))
                .flatMap(round -> producer(main, round.inputs().get(0)))
                .filter(operator -> number(main, operator, BuiltinOperator.DIV).equals(step));
        if (division.isEmpty()) {
            return Optional.empty();
        }
        int tensor = division.get().inputs().get(0);
        for (BuiltinOperator kind : List.of(BuiltinOperator.MINIMUM, BuiltinOperator.MAXIMUM)) {
            Optional<Operator> clamp = producer(main, tensor)
                    .filter(operator -> number(main, operator, kind).isPresent());
            tensor = clamp.isPresent() ? clamp.get().inputs().get(0) : tensor;
        }
        return Optional.of(new Before(tensor, step.get()));
    }

    /** The one number that is the second input of an operator of this kind. */
    private static Optional<Float> number(Subgraph main, Operator operator, BuiltinOperator kind) {
        return Optional.of(operator)
                .filter(one -> one.is(kind))
                .map(one -> main.tensor(one.inputs().get(1)))
                .filter(tensor ->
                        tensor.type() == TensorType.FLOAT32 && tensor.buffer().size() == Float.BYTES)
                .map(tensor -> tensor.buffer().asFloats().get(0));
    }

    private static float step(Subgraph main, int tensor) {
        Floats scales = main.tensor(tensor).quantization().scales();
        return scales.isEmpty() ? 0 : scales.get(0);
    }

    private static float roundedTo(Operator operator) {
        if (!operator.is(BuiltinOperator.FAKE_QUANT)) {
            return 0;
        }
        Options options = operator.options();
        int steps = (1 << options.integer("num_bits")) - (options.flag("narrow_range") ? 2 : 1);
        return (options.real("max") - options.real("min")) / steps;
    }
}
