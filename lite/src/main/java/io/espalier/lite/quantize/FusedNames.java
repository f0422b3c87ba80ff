// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize;

import io.espalier.lite.Operator;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.operator.Movement;
import io.espalier.lite.operator.OperatorTable;
import io.espalier.lite.operator.StoredWeight;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds which operators of a subgraph, as it was before it was rewritten, an operator of the rewritten one stands for: those on the way from
 * the tensors that both subgraphs compute to its output. Rewriting keeps the names of tensors, so this needs no account of what each rewrite
 * did. Operators that only arrange values, such as reshapes, give their names to nobody but themselves.
 */
final class FusedNames {
    private static final Set<Movement> ARRANGING = EnumSet.of(Movement.RESHAPES, Movement.CONVERTS, Movement.REORDERS);

    private final Subgraph original;
    private final Map<String, Operator> producers = new HashMap<>();
    private final Set<String> kept = new HashSet<>();

    private FusedNames(Subgraph original, Subgraph rewritten) {
        this.original = original;
        Set<String> several = new HashSet<>();
        for (Operator operator : original.operators()) {
            for (Tensor output : outputs(original, operator).toList()) {
                if (producers.put(output.name(), operator) != null) {
                    several.add(output.name());
                }
            }
        }
        producers.keySet().removeAll(several); // names of several tensors tell nothing
        producers.remove("");
        rewritten.inputs().stream()
                .forEach(input -> kept.add(rewritten.tensor(input).name()));
        rewritten
                .operators()
                .forEach(operator -> outputs(rewritten, operator).forEach(output -> kept.add(output.name())));
    }

    /** The names of each operator of the rewritten subgraph, in order. */
    static List<OperatorNames> of(Subgraph original, Subgraph rewritten) {
        FusedNames names = new FusedNames(original, rewritten);
        return rewritten.operators().stream()
                .map(operator -> names.of(rewritten, operator))
                .toList();
    }

    private OperatorNames of(Subgraph rewritten, Operator operator) {
        List<String> names = new ArrayList<>(own(rewritten, operator));
        Deque<Operator> way = new ArrayDeque<>();
        Set<Operator> seen = new HashSet<>();
        outputs(rewritten, operator).forEach(output -> push(output.name(), way));
        while (!way.isEmpty()) {
            Operator fused = way.remove();
            if (seen.add(fused)) {
                if (fused.is(operator.code().builtin())
                        || !ARRANGING.contains(OperatorTable.of(fused).movement())) {
                    names.addAll(own(original, fused));
                }
                fused.inputs().stream()
                        .filter(input -> input != Operator.ABSENT)
                        .mapToObj(input -> original.tensor(input).name())
                        .filter(name -> !kept.contains(name))
                        .forEach(name -> push(name, way));
            }
        }
        return OperatorNames.of(names);
    }

    private void push(String tensor, Deque<Operator> way) {
        Operator producer = producers.get(tensor);
        if (producer != null) {
            way.add(producer);
        }
    }

    /** Those of its outputs and of its weights: in a file whose operators were fused before, the layer is found by these. */
    static List<String> own(Subgraph subgraph, Operator operator) {
        return Stream.concat(
                        outputs(subgraph, operator),
                        weights(subgraph, operator).stream().map(subgraph::tensor))
                .map(Tensor::name)
                .toList();
    }

    /** The weights of an operator, as indices of tensors. */
    static List<Integer> weights(Subgraph subgraph, Operator operator) {
        return OperatorTable.of(operator).storedWeights().stream()
                .map(StoredWeight::position)
                .filter(operator::hasInput)
                .map(position -> operator.inputs().get(position))
                .filter(index -> subgraph.tensor(index).isConstant())
                .toList();
    }

    private static Stream<Tensor> outputs(Subgraph subgraph, Operator operator) {
        return operator.outputs().stream()
                .filter(output -> output != Operator.ABSENT)
                .mapToObj(subgraph::tensor);
    }
}
