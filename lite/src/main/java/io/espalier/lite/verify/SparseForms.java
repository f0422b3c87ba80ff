// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.verify;

import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.Sparsity;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.operator.OperatorSpec;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import java.util.function.Consumer;

/** Sparse weights of FULLY_CONNECTED have blocks for which TFLite has a kernel; it takes others when it loads the file and fails when it runs. */
final class SparseForms implements RowCheck {
    private static final int WEIGHTS = 1;

    @Override
    public void check(OperatorSpec row, Subgraph subgraph, Operator operator, Consumer<String> report) {
        if (row.operator() != BuiltinOperator.FULLY_CONNECTED || !operator.hasInput(WEIGHTS)) {
            return;
        }
        Tensor weights = subgraph.tensor(operator.inputs().get(WEIGHTS));
        if (weights.type() != subgraph.tensor(operator.inputs().get(0)).type()) {
            return; // hybrid kernels unpack any form
        }
        weights.sparsity().ifPresent(sparsity -> {
            int block = blockSize(sparsity);
            boolean hasKernel = weights.type() == TensorType.INT8 ? block == 16 : block == 1 || block == 4;
            if (!hasKernel) {
                report.accept("no kernel takes sparse " + weights.type() + " weights in "
                        + (block == 0 ? "this layout" : "blocks of 1x" + block)
                        + "; it takes 1x1 and 1x4 in float, 1x16 in int8");
            }
        });
    }

    /** Of blocks along the last dimension, within dense rows; 0 for any other layout. */
    private static int blockSize(Sparsity sparsity) {
        int blocks = sparsity.blockMap().size();
        boolean inRows = sparsity.traversalOrder().equals(blocks == 0 ? Ints.of(0, 1) : Ints.of(0, 1, 2))
                && !sparsity.dimensions().get(0).compressed()
                && sparsity.dimensions().get(1).compressed();
        if (!inRows || blocks == 0) {
            return inRows ? 1 : 0;
        }
        return sparsity.blockMap().get(0) == 1 ? sparsity.dimensions().get(2).denseSize() : 0;
    }
}
