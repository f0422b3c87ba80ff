// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.boards;

import io.espalier.lite.Graph;
import io.espalier.lite.Operator;
import io.espalier.lite.schema.BuiltinOperator;
import java.util.EnumSet;
import java.util.Set;

/**
 * About how many bytes of code TFLite Micro has with the kernels of a model and no others. Fitted to the MNIST lab, ResNet8 and VWW on a Cortex-M4 (TFLite Micro 90b983c,
 * arm-none-eabi-g++ 12.2.1 -Os, kernels for int8 only where there are such); off by at most 3% on these.
 */
final class MicroCode {
    private MicroCode() {}

    /** @param dsp whether CMSIS-NN's kernels are taken, or else the reference kernels */
    static long bytes(Graph graph, boolean dsp) {
        Set<BuiltinOperator> kinds = EnumSet.noneOf(BuiltinOperator.class);
        graph.subgraphs().forEach(subgraph -> {
            for (Operator operator : subgraph.operators()) {
                kinds.add(operator.code().builtin());
            }
        });
        if (dsp) {
            return 26_800 + 2_600L * kinds.size() + (kinds.contains(BuiltinOperator.DEPTHWISE_CONV_2D) ? 3_900 : 0);
        }
        return 22_000 + 2_200L * kinds.size() + (kinds.contains(BuiltinOperator.ADD) ? 2_900 : 600);
    }
}
