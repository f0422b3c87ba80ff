// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.rule;

import io.espalier.lite.Graph;
import io.espalier.lite.Operator;
import io.espalier.lite.Subgraph;
import io.espalier.lite.ccode.program.Program;
import io.espalier.lite.ccode.program.Step;
import io.espalier.lite.ccode.settings.CExportException;
import io.espalier.lite.ccode.settings.Rounding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Every operator that has a kernel in C, and how it becomes steps. */
public final class Rules {
    private Rules() {}

    /**
     * The main subgraph as steps.
     *
     * @throws CExportException if an operator has no kernel, or none for its types; names all of them
     */
    public static Program program(Graph graph, Rounding rounding) {
        Subgraph main = graph.main();
        List<Step> steps = new ArrayList<>();
        Map<Integer, Integer> aliases = new HashMap<>();
        List<String> refusals = new ArrayList<>();
        for (int number = 0; number < main.operators().size(); number++) {
            Operation operation = new Operation(main, main.operators().get(number), number, rounding);
            try {
                if (isAlias(operation.operator())) {
                    aliases.put(
                            operation.operator().outputs().get(0),
                            operation.operator().inputs().get(0));
                } else {
                    steps.add(step(operation));
                }
            } catch (Refusal refusal) {
                refusals.add("Op#" + number + " " + operation.operator().code().name() + ": " + refusal.getMessage());
            }
        }
        if (!refusals.isEmpty()) {
            throw new CExportException("this model cannot become C:\n  " + String.join("\n  ", refusals));
        }
        return FusePooling.in(new Program(main, steps, aliases));
    }

    private static boolean isAlias(Operator operator) {
        return switch (operator.code().builtin()) {
            case RESHAPE, SQUEEZE, EXPAND_DIMS -> true;
            default -> false;
        };
    }

    private static Step step(Operation operation) {
        return switch (operation.operator().code().builtin()) {
            case CONV_2D -> WeightedRules.convolution(operation);
            case DEPTHWISE_CONV_2D -> WeightedRules.depthwise(operation);
            case FULLY_CONNECTED -> WeightedRules.fullyConnected(operation);
            case MAX_POOL_2D -> PoolRules.max(operation);
            case AVERAGE_POOL_2D -> PoolRules.average(operation);
            case ADD -> PointwiseRules.add(operation);
            case SOFTMAX -> PointwiseRules.softmax(operation);
            default -> throw new Refusal("there is no kernel", "use other operators, or TFLite Micro (--to tflm)");
        };
    }
}
