// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.targets;

import io.espalier.lite.Operator;
import io.espalier.lite.Subgraph;
import io.espalier.lite.operator.GpuKernel;
import io.espalier.lite.operator.OperatorTable;
import io.espalier.lite.schema.TensorType;
import java.util.Optional;

/** TFLite's GPU delegate: by the operator table, and never on 16-bit integers. */
final class GpuRule implements OperatorRule {
    @Override
    public Optional<String> obstacle(Subgraph subgraph, Operator operator) {
        Optional<GpuKernel> kernel = OperatorTable.of(operator).gpu();
        if (kernel.isEmpty()) {
            return Optional.of("no kernel");
        }
        if (operator.hasInput(0) && subgraph.tensor(operator.inputs().get(0)).type() == TensorType.INT16) {
            return Optional.of("no kernel for INT16");
        }
        return kernel.get().limits().stream()
                .filter(limit -> limit.condition().holds(operator, subgraph::tensor))
                .map(GpuKernel.Limit::reason)
                .findFirst();
    }
}
