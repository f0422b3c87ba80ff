// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.verify;

import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import java.util.function.Consumer;

/** A dense constant has as many bytes as its shape and type say. */
final class ConstantSizes implements GraphCheck {
    @Override
    public void check(Subgraph subgraph, Consumer<String> report) {
        for (int index = 0; index < subgraph.tensors().size(); index++) {
            Tensor tensor = subgraph.tensor(index);
            boolean sized = !tensor.buffer().isEmpty()
                    && tensor.elements() <= Integer.MAX_VALUE
                    && tensor.sparsity().isEmpty()
                    && tensor.type().bits() > 0;
            if (sized && tensor.buffer().size() != tensor.type().bytes(tensor.elements())) {
                report.accept(GraphVerifier.describe(subgraph, index) + " of shape " + tensor.shape() + " and type "
                        + tensor.type() + " needs " + tensor.type().bytes(tensor.elements()) + " bytes, but has "
                        + tensor.buffer().size());
            }
        }
    }
}
