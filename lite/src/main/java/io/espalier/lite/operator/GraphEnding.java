// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.operator;

import io.espalier.lite.Graph;
import io.espalier.lite.Operator;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.schema.BuiltinOperator;
import java.util.Optional;

/**
 * The last operator before an output that computes values. Operators that only reshape or convert values do not count.
 *
 * @param operator empty if the output is an input or a constant
 * @param output what it puts out
 */
public record GraphEnding(Optional<Operator> operator, Tensor output) {
    /** @param place of the output among those of the main subgraph */
    public static GraphEnding of(Graph graph, int place) {
        Subgraph main = graph.main();
        int tensor = main.outputs().get(place);
        Optional<Operator> last = producer(main, tensor);
        while (last.filter(GraphEnding::keepsValues).isPresent()) {
            tensor = last.get().inputs().get(0);
            last = producer(main, tensor);
        }
        return new GraphEnding(last, main.tensor(tensor));
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

    private static boolean keepsValues(Operator operator) {
        Movement movement = OperatorTable.of(operator).movement();
        return movement == Movement.RESHAPES || movement == Movement.CONVERTS;
    }
}
