// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.operator.domain;

import io.espalier.lite.Graph;
import io.espalier.lite.Operator;
import io.espalier.lite.Subgraph;
import io.espalier.lite.operator.Movement;
import io.espalier.lite.operator.OperatorSpec;
import io.espalier.lite.operator.OperatorTable;
import io.espalier.lite.schema.BuiltinOperator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Follows an input of the main subgraph to the operands that cannot take every number: straight, or through operators that only convert
 * its values or put them in another order. Values computed from it are not followed, and neither are inputs of other subgraphs.
 */
public final class InputLimits {
    /** How an input's values come to a tensor. */
    private record Path(Conversion conversion, boolean keepsOrder) {}

    private final Subgraph main;
    private final Map<Integer, Path> reached = new HashMap<>();
    private final List<InputLimit> found = new ArrayList<>();

    private InputLimits(Subgraph main) {
        this.main = main;
    }

    /** The limits of one input; none for most. */
    public static List<InputLimit> of(Graph graph, int input) {
        InputLimits limits = new InputLimits(graph.main());
        limits.reached.put(graph.main().inputs().get(input), new Path(Conversion.NONE, true));
        for (int index = 0; index < graph.main().operators().size(); index++) {
            limits.follow(index);
        }
        return List.copyOf(limits.found);
    }

    private void follow(int index) {
        Operator operator = main.operators().get(index);
        BuiltinOperator builtin = operator.code().builtin();
        for (int position = 0; position < operator.inputs().size(); position++) {
            Path path = reached.get(operator.inputs().get(position));
            if (path != null) {
                int operand = position;
                OperandDomains.of(builtin, position)
                        .ifPresent(domain -> found.add(
                                new InputLimit(main, index, operand, domain, path.conversion(), path.keepsOrder())));
                next(operator, position, path)
                        .ifPresent(on -> operator.outputs().stream()
                                .filter(output -> output != Operator.ABSENT)
                                .forEach(output -> reached.put(output, on)));
            }
        }
    }

    private Optional<Path> next(Operator operator, int position, Path path) {
        OperatorSpec row = OperatorTable.of(operator);
        return switch (row.movement()) {
            case CONVERTS -> converted(operator, path);
            case RESHAPES, REORDERS, PADS, SPREADS ->
                row.isActivation(position)
                        ? Optional.of(
                                new Path(path.conversion(), path.keepsOrder() && row.movement() == Movement.RESHAPES))
                        : Optional.empty();
            case NONE, SELECTS -> Optional.empty();
        };
    }

    private Optional<Path> converted(Operator operator, Path path) {
        return operator.outputs().size() == 1
                ? Conversion.of(
                                operator.code().builtin(),
                                main.tensor(operator.inputs().get(0)),
                                main.tensor(operator.outputs().get(0)))
                        .map(conversion -> new Path(path.conversion().then(conversion), path.keepsOrder()))
                : Optional.empty();
    }
}
