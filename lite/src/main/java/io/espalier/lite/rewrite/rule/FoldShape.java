// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite.rule;

import static io.espalier.lite.rewrite.match.OperatorPattern.operator;

import io.espalier.lite.Buffer;
import io.espalier.lite.Ints;
import io.espalier.lite.Tensor;
import io.espalier.lite.rewrite.edit.SubgraphEditor;
import io.espalier.lite.rewrite.match.Match;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;

/**
 * Says the shape of a tensor where no size of it is dynamic.
 *
 * <pre>
 *   a = shape(x)                       of x [2, 10]
 *   y = f(a)
 *
 *   is transformed into:
 *
 *   y = f([2, 10])
 * </pre>
 *
 * <p>Only where the subgraph says of some tensor that a size is dynamic: older converters never do, and their sizes of 1 may become
 * another batch when the model runs.
 */
public final class FoldShape extends Rewrite {
    private final boolean areFixed;

    /** For any subgraph. */
    public FoldShape() {
        this(false);
    }

    private FoldShape(boolean areFixed) {
        super(operator(BuiltinOperator.SHAPE));
        this.areFixed = areFixed;
    }

    /** For a subgraph whose shapes will never be others than they are. */
    public static FoldShape ofFixedShapes() {
        return new FoldShape(true);
    }

    @Override
    public void apply(Match match, SubgraphEditor subgraph) {
        int output = match.root().output();
        Tensor input = subgraph.tensor(match.root().input(0));
        Ints shape = input.dynamicShape();
        boolean known = input.isRankKnown() && !shape.isEmpty() && !shape.contains(-1);
        if (known && (areFixed || subgraph.hasDynamicShapes()) && !subgraph.isOutput(output)) {
            Tensor result = subgraph.tensor(output);
            Buffer sizes = result.type() == TensorType.INT64
                    ? Buffer.ofLongs(shape.stream().asLongStream().toArray())
                    : Buffer.ofInts(shape.toArray());
            subgraph.redirect(output, subgraph.add(result.withBuffer(sizes)));
        }
    }
}
