// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite.rule;

import static io.espalier.lite.rewrite.match.OperatorPattern.operator;

import io.espalier.lite.Ints;
import io.espalier.lite.Tensor;
import io.espalier.lite.rewrite.edit.SubgraphEditor;
import io.espalier.lite.rewrite.evaluate.IntegerConstant;
import io.espalier.lite.rewrite.match.Match;
import io.espalier.lite.schema.BuiltinOperator;

/**
 * Gives another shape to elements that are all there is to reduce: each is its own sum, mean, product, maximum and minimum.
 *
 * <pre>
 *   y = mean(x, axes=[1, 2])           of x [-1, 1, 1, 64]
 *
 *   is transformed into:
 *
 *   y = reshape(x, [-1, 64])
 * </pre>
 */
public final class ReplaceReductionByReshape extends Rewrite {
    public ReplaceReductionByReshape() {
        super(operator(
                BuiltinOperator.MEAN,
                BuiltinOperator.SUM,
                BuiltinOperator.REDUCE_PROD,
                BuiltinOperator.REDUCE_MAX,
                BuiltinOperator.REDUCE_MIN));
    }

    @Override
    public void apply(Match match, SubgraphEditor subgraph) {
        Tensor input = subgraph.tensor(match.root().input(0));
        Ints shape = input.dynamicShape();
        IntegerConstant.values(subgraph.tensor(match.root().input(1)))
                .filter(axes -> areOfSizeOne(axes, shape))
                .filter(axes -> input.quantization()
                        .equals(subgraph.tensor(match.root().output()).quantization()))
                .ifPresent(axes ->
                        Reshape.replace(match.root(), !axes.contains(0) && !axes.contains(-shape.size()), subgraph));
    }

    private static boolean areOfSizeOne(Ints axes, Ints shape) {
        return axes.stream().allMatch(axis -> {
            int positive = axis < 0 ? axis + shape.size() : axis;
            return positive >= 0 && positive < shape.size() && shape.get(positive) == 1;
        });
    }
}
