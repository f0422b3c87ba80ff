// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite.rule;

import static io.espalier.lite.rewrite.match.OperatorPattern.operator;

import io.espalier.lite.Buffer;
import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.OperatorCode;
import io.espalier.lite.Options;
import io.espalier.lite.Tensor;
import io.espalier.lite.rewrite.edit.Step;
import io.espalier.lite.rewrite.edit.SubgraphEditor;
import io.espalier.lite.rewrite.evaluate.IntegerConstant;
import io.espalier.lite.rewrite.match.Match;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import io.espalier.lite.schema.table.OptionsTable;
import java.util.Optional;

/**
 * Says of a slice to the end where that is, or, in a dimension of open size, that it is the end.
 *
 * <pre>
 *   y = slice(x, [0, 8], [-1, -1])     of x [-1, 24]
 *
 *   is transformed into:
 *
 *   y = strided_slice(x, [0, 8], [0, 24], [1, 1], end_mask=1)
 * </pre>
 *
 * <p>XNNPACK takes no SLICE of size -1. Where all sizes are known, the operator stays a SLICE.
 */
public final class ReplaceOpenSlice extends Rewrite {
    /** More need a newer version. */
    private static final int MOST_DIMENSIONS = 4;

    public ReplaceOpenSlice() {
        super(operator(BuiltinOperator.SLICE));
    }

    @Override
    public void apply(Match match, SubgraphEditor subgraph) {
        Step slice = match.root();
        Tensor input = subgraph.tensor(slice.input(0));
        Optional<Ints> begin = IntegerConstant.values(subgraph.tensor(slice.input(1)));
        Optional<Ints> size = IntegerConstant.values(subgraph.tensor(slice.input(2)));
        Ints shape = input.dynamicShape();
        if (input.type() == TensorType.FLOAT32
                && begin.isPresent()
                && size.filter(sizes -> sizes.contains(-1)).isPresent()
                && !shape.isEmpty()
                && shape.size() <= MOST_DIMENSIONS
                && begin.get().size() == shape.size()) {
            replace(slice, shape, begin.get(), size.get(), subgraph);
        }
    }

    private static void replace(Step slice, Ints shape, Ints begin, Ints size, SubgraphEditor subgraph) {
        int[] sizes = size.toArray();
        int[] ends = new int[sizes.length];
        int open = 0;
        for (int axis = 0; axis < sizes.length; axis++) {
            boolean toTheEnd = sizes[axis] == -1;
            if (toTheEnd && shape.get(axis) < 0) {
                open |= 1 << axis;
                continue;
            }
            ends[axis] = toTheEnd ? shape.get(axis) : begin.get(axis) + sizes[axis];
            sizes[axis] = ends[axis] - begin.get(axis);
        }
        String name = subgraph.tensor(slice.output()).name();
        Ints inputs = open == 0
                ? slice.operator().inputs().with(2, ints(name + "/size", subgraph, sizes))
                : Ints.of(
                        slice.input(0),
                        slice.input(1),
                        ints(name + "/end", subgraph, ends),
                        ints(
                                name + "/stride",
                                subgraph,
                                Ints.filled(ends.length, 1).toArray()));
        Options strided = Options.of(OptionsTable.STRIDED_SLICE).with("end_mask", open);
        subgraph.replace(
                slice,
                open == 0
                        ? slice.operator().withInputs(inputs)
                        : Operator.of(
                                OperatorCode.of(BuiltinOperator.STRIDED_SLICE, 1),
                                inputs,
                                slice.operator().outputs(),
                                strided));
    }

    private static int ints(String name, SubgraphEditor subgraph, int... values) {
        return subgraph.add(Tensor.constant(name, TensorType.INT32, Ints.of(values.length), Buffer.ofInts(values)));
    }
}
