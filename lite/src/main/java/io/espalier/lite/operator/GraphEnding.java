// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.operator;

import io.espalier.lite.Floats;
import io.espalier.lite.Graph;
import io.espalier.lite.Operator;
import io.espalier.lite.Options;
import io.espalier.lite.Subgraph;
import io.espalier.lite.schema.BuiltinOperator;
import java.util.EnumSet;
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
        while (last.filter(GraphEnding::keepsMeaning).isPresent()) {
            tensor = last.get().inputs().get(0);
            step = Math.max(step, Math.max(roundedTo(last.get()), step(main, tensor)));
            last = producer(main, tensor);
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

    private static boolean keepsMeaning(Operator operator) {
        return operator.is(BuiltinOperator.FAKE_QUANT)
                || KEEPING.contains(OperatorTable.of(operator).movement());
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
