// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite.rule;

import static io.espalier.lite.rewrite.match.OperatorPattern.operator;
import static io.espalier.lite.rewrite.match.TensorPattern.tensor;

import io.espalier.lite.Tensor;
import io.espalier.lite.rewrite.edit.SubgraphEditor;
import io.espalier.lite.rewrite.match.Match;
import io.espalier.lite.schema.BuiltinOperator;

/**
 * Says the shape that a reshape computes, where only one size of it is dynamic: the runtime finds that one.
 *
 * <pre>
 *   a = shape(x)
 *   b = strided_slice(a, [0], [1])     the batch
 *   c = pack(b, 10)
 *   y = reshape(x, c)                  of shape [-1, 10]
 *
 *   is transformed into:
 *
 *   y = reshape(x, [-1, 10])
 * </pre>
 *
 * <p>Where the subgraph marks no size as dynamic it may be that its converter never does, and the reshape stays. Keras's Reshape and Flatten come out of Google's converter like this.
 */
public final class FoldComputedShape extends Rewrite {
    public FoldComputedShape() {
        super(operator(BuiltinOperator.RESHAPE).operand(1, tensor().matching(shape -> !shape.isConstant())));
    }

    @Override
    public void apply(Match match, SubgraphEditor subgraph) {
        Tensor input = subgraph.tensor(match.root().input(0));
        Tensor output = subgraph.tensor(match.root().output());
        boolean sizesAreTold = subgraph.hasDynamicShapes() && input.elements() == output.elements();
        if (sizesAreTold) {
            Reshape.replace(match.root(), true, subgraph);
        }
    }
}
